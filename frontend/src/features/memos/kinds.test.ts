import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { LANGUAGES, type Language, speak } from "@/ui/i18n";
import { kindFor, kindName, suggestedKinds } from "./kinds";

const languages = Object.keys(LANGUAGES) as Language[];

afterEach(() => speak("en"));

test("a suggested kind is read in one's own language and kept as the same for everybody", async () => {
  await speak("de");
  expect(kindName("question")).toBe("Frage");
  expect(kindFor(" frage ")).toBe("question");
  await speak("en");
  expect(kindName(kindFor("Question"))).toBe("question");
});

test.each(languages)(
  "in %s every suggestion fits the field and means one kind",
  async (language) => {
    await speak(language);
    for (const { kind, name } of suggestedKinds()) {
      expect(name.length).toBeLessThanOrEqual(20);
      expect(kindFor(name)).toBe(kind);
    }
  },
);

test("a free word stays as it was written, but for the space around it", () => {
  fc.assert(
    fc.property(fc.string(), (word) => {
      fc.pre(!suggestedKinds().some(({ name }) => name === word.trim().toLowerCase()));
      expect(kindFor(word)).toBe(word.trim());
      expect(kindName(kindFor(word))).toBe(word.trim());
    }),
  );
});
