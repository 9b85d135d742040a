/** The same file as a command, for those who want it in a script. */
import { Link } from "@tanstack/react-router";
import { type Choice, exportsAddress, isStream, orderOf, streamAddress } from "@/api/exports";
import { Copyable } from "@/ui/copyable";
import { t } from "@/ui/i18n";
import styles from "./export.module.css";

const AUTHORISED = 'curl --fail -H "Authorization: Bearer $CATENA_TOKEN" \\';

/** A word for the shell in single quotes, whatever it holds. */
const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

/** The call that fetches the rows at once, or orders the file. The token comes from the environment. */
export function curlCall(origin: string, corpus: number, choice: Choice): string {
  if (isStream(choice)) {
    const address = streamAddress(corpus, choice);
    return [AUTHORISED, `  -o annotations.${choice.format} \\`, `  '${origin}${address}'`].join(
      "\n",
    );
  }
  return [
    AUTHORISED,
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quoted(JSON.stringify(orderOf(choice)))} \\`,
    `  '${origin}${exportsAddress(corpus)}'`,
  ].join("\n");
}

export function AsCommand({ corpus, choice }: { corpus: number; choice: Choice }) {
  return (
    <section className={`panel pad ${styles.form}`} aria-labelledby="command-title">
      <h2 id="command-title">{t("The same by command")}</h2>
      <p className="soft">
        {t("It needs a token with the scope “export”; make one on")}{" "}
        <Link to="/account" className="hit24">
          {t("your account page")}
        </Link>
        .{" "}
        {isStream(choice)
          ? null
          : t("The answer names the export; its file lies below its address, at file/, when done.")}
      </p>
      <Copyable label={t("Command")} text={curlCall(window.location.origin, corpus, choice)} />
    </section>
  );
}
