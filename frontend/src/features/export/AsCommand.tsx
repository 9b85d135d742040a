/** The same rows as a command, for those who want them in a script. */
import { Link } from "@tanstack/react-router";
import { type ExportFormat, type Scope, streamAddress } from "@/api/exports";
import { Copyable } from "@/ui/copyable";
import { t } from "@/ui/i18n";
import styles from "./export.module.css";

/** The call that streams what the form describes. The token comes from the environment. */
export function curlCall(origin: string, address: string, format: ExportFormat): string {
  return [
    'curl --fail -H "Authorization: Bearer $CATENA_TOKEN" \\',
    `  -o annotations.${format} \\`,
    `  '${origin}${address}'`,
  ].join("\n");
}

interface Props {
  corpus: number;
  format: ExportFormat;
  scope: Scope;
}

export function AsCommand({ corpus, format, scope }: Props) {
  const address = streamAddress(corpus, format, scope);
  return (
    <section className={`panel pad ${styles.form}`} aria-labelledby="command-title">
      <h2 id="command-title">{t("The same by command")}</h2>
      <p className="soft">
        {t("It needs a token with the scope “export”; make one on")}{" "}
        <Link to="/account" className="hit24">
          {t("your account page")}
        </Link>
        .
      </p>
      <Copyable label={t("Command")} text={curlCall(window.location.origin, address, format)} />
    </section>
  );
}
