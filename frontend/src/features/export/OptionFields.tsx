/** How a file is written: names or pseudonyms, how positions are counted, what spreadsheets need. */
import type { ExportOptions, FormatOut } from "@/api/types";
import { Select, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import type { FieldProps } from "./FormatFields";
import { STAND_OFF, TABLES } from "./formats";

interface Props extends FieldProps {
  of: FormatOut | undefined;
}

function Explained({ children }: { children: string }) {
  return <p className="muted">{children}</p>;
}

export function OptionFields({ choice, setChoice, of }: Props) {
  const { options } = choice;
  const set = (changes: ExportOptions) =>
    setChoice({ ...choice, options: { ...options, ...changes } });
  const harmless = options.neutralise_formulas ?? of?.neutralises ?? false;
  const usual = ["threads", "participants"].includes(choice.what) && !choice.snapshot;
  const isTable = choice.format === "csv" || choice.format === "xlsx";
  return (
    <div className="stack">
      {of?.whole ? null : (
        <div>
          <Tick
            checked={options.pseudonymise ?? false}
            onChange={({ target }) => set({ pseudonymise: target.checked })}
          >
            {t("Pseudonyms in place of the names of those who wrote")}
          </Tick>
          <Explained>
            {t(
              "The same person has the same pseudonym in every export of this corpus. Names within texts stay as they are.",
            )}
          </Explained>
        </div>
      )}
      {STAND_OFF.has(choice.format) ? (
        <div>
          <Tick
            checked={options.texts ?? true}
            onChange={({ target }) => set({ texts: target.checked })}
          >
            {t("With the texts and the quoted passages")}
          </Tick>
          <Explained>
            {t("Without them, only positions leave: for texts that you may not pass on.")}
          </Explained>
        </div>
      ) : null}
      {TABLES.has(choice.format) && choice.what !== "codebook" ? (
        <div>
          <Tick
            checked={options.attributes ?? usual}
            onChange={({ target }) => set({ attributes: target.checked })}
          >
            {t("Attributes as columns")}
          </Tick>
          <Explained>
            {t("What is known of threads and of those who wrote: one column for each attribute.")}
          </Explained>
        </div>
      ) : null}
      {of?.utf16 ? (
        <Select
          label={t("Positions are counted in")}
          value={options.offset_unit ?? "codepoint"}
          hint={t(
            "Python, R and the standards count characters. JavaScript and Java count UTF-16 units, in which an emoji takes two.",
          )}
          onChange={({ target }) =>
            set({ offset_unit: target.value as NonNullable<ExportOptions["offset_unit"]> })
          }
        >
          <option value="codepoint">{t("characters (code points)")}</option>
          <option value="utf16">{t("UTF-16 units")}</option>
        </Select>
      ) : null}
      {choice.format === "csv" ? (
        <div>
          <Tick
            checked={options.bom ?? false}
            onChange={({ target }) => set({ bom: target.checked })}
          >
            {t("With a byte order mark")}
          </Tick>
          <Explained>{t("Excel needs it to see ä, é and emoji in a CSV file.")}</Explained>
        </div>
      ) : null}
      {isTable ? (
        <div>
          <Tick
            checked={harmless}
            onChange={({ target }) => set({ neutralise_formulas: target.checked })}
          >
            {t("Make formulas harmless")}
          </Tick>
          <Explained>
            {t(
              "Text that a spreadsheet would run, such as =1+1, gets an apostrophe before it. Leave it off when a program reads the file.",
            )}
          </Explained>
        </div>
      ) : null}
    </div>
  );
}
