/** What stands in place of a page that could not be shown. */
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { isProblem, wordsFor } from "@/api/problem";
import { Button, buttonClass } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Empty, Failure } from "@/ui/status";

export function NotFound() {
  usePageTitle(t("Not found"));
  return (
    <div className="page">
      <h1 className="vh">{t("Not found")}</h1>
      <Empty
        icon="searchX"
        title={t("Nothing lies at this address")}
        actions={
          <Link to="/" className={buttonClass()}>
            {t("All corpora")}
          </Link>
        }
      >
        {t("It was deleted, or it belongs to a team that you are not a member of.")}
      </Empty>
    </div>
  );
}

export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  usePageTitle(t("Not shown"));
  if (isProblem(error, 404)) return <NotFound />;
  const unreachable = isProblem(error) && (error.status === 0 || error.status === 503);
  const tryAgain = () => {
    reset();
    router.invalidate();
  };
  return (
    <div className="page">
      <h1 className="vh">{t("Not shown")}</h1>
      <Failure
        title={unreachable ? t("The server does not answer") : t("This page could not be shown")}
        actions={<Button onClick={tryAgain}>{t("Try again")}</Button>}
      >
        {unreachable
          ? t("What you saved before is safe. Try again in a moment.")
          : t("What you saved before is safe. What the server said: {what}", {
              what: wordsFor(error),
            })}
      </Failure>
    </div>
  );
}
