/** The right side of the codebook: the chosen code, or a form in its place. */
import type { Code, Corpus } from "@/api/types";
import { t } from "@/ui/i18n";
import type { Form } from "./CodebookPage";
import { CodeDetail } from "./CodeDetail";
import { CodeForm } from "./CodeForm";
import styles from "./codebook.module.css";
import type { Asked } from "./Dialogs";
import type { Changes } from "./useChanges";

interface Props {
  corpus: Corpus;
  codes: readonly Code[];
  code: Code | undefined;
  form: Form;
  changes: Changes;
  onForm: (form: Form) => void;
  onDone: (code: Code | null) => void;
  onAsk: (asked: Asked) => void;
  onArchive: (code: Code) => void;
  onLeave: () => void;
}

export function SidePanel(props: Props) {
  const { corpus, codes, code, form, changes, onDone } = props;
  if (form?.show === "new") {
    return (
      <CodeForm
        key={`new-${form.parent}`}
        {...{ corpus, codes, changes, onDone }}
        parent={form.parent}
      />
    );
  }
  if (!code) {
    return codes.length > 0 ? (
      <p className={`soft ${styles.unchosen}`}>
        {t("Choose a code: what it means and how it was used will stand here.")}
      </p>
    ) : null;
  }
  if (form?.show === "edit") {
    return (
      <CodeForm key={code.id} {...{ corpus, codes, code, changes }} onDone={() => onDone(code)} />
    );
  }
  return <CodeDetail {...props} key={code.id} code={code} />;
}
