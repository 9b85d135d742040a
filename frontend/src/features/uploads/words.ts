/** The sentences in which an upload accounts for itself. */
import type { Upload } from "@/api/types";
import { figure, t } from "@/ui/i18n";
import type { IconName } from "@/ui/icons";
import type { Tone } from "@/ui/status";
import { formatName } from "./formats";

/** "16 found = 16 imported + 0 skipped + 0 failed" */
export function accounting({ found, imported, skipped, failed }: Upload["counts"]): string {
  return t("{found} found = {imported} imported + {skipped} skipped + {failed} failed", {
    found: figure(found),
    imported: figure(imported),
    skipped: figure(skipped),
    failed: figure(failed),
  });
}

/** "9 as before, 1 changed, 0 new, 1 no longer there", when threads came again; else empty. */
export function revision({ revised }: Upload["counts"]): string {
  if (revised.threads === 0) return "";
  return t(
    "Come again: {same} as before, {changed} changed, {fresh} new, {missing} not there now",
    {
      same: figure(revised.posts_same),
      changed: figure(revised.posts_changed),
      fresh: figure(revised.posts_new),
      missing: figure(revised.posts_missing),
    },
  );
}

/** "1 thread, 15 comments" */
export function contents({ threads, comments, other }: Upload["counts"]): string {
  const parts = [
    t("{n, plural, one {# thread} other {# threads}}", { n: threads }),
    t("{n, plural, one {# comment} other {# comments}}", { n: comments }),
  ];
  if (other > 0) parts.push(t("{n, plural, one {# ping} other {# pings}}", { n: other }));
  return parts.join(", ");
}

/** "822 of 1,284 posts, WordPress export" */
export function progressInWords({ progress, format }: Upload): string {
  const isBytes = progress.unit === "bytes";
  const { done, total } = progress;
  const [size, name] = (total ?? done) < 1e5 ? [1e3, t("kB")] : [1e6, t("MB")];
  const unit = isBytes ? name : progress.unit;
  const count = (n: number) => (isBytes ? (n / size).toFixed(1) : figure(n));
  const words = total
    ? t("{done} of {total} {unit}", { done: count(done), total: count(total), unit })
    : t("{done} {unit}", { done: count(done), unit });
  return format.name ? `${words}, ${formatName(format.name)}` : words;
}

const UNMAPPED = ["mapping_needed", "mapping_unfit"];

/** A table waits until somebody says what its columns mean. */
export const awaitsMapping = ({ status, problems }: Upload): boolean =>
  status === "review" && UNMAPPED.some((code) => Object.hasOwn(problems.by_code, code));

export interface Standing {
  label: string;
  tone?: Tone;
  icon?: IconName;
}

/** How an upload stands, as a tag. */
export function standing(upload: Upload): Standing {
  if (upload.duplicate_of) return { label: t("Duplicate"), icon: "copy" };
  switch (upload.status) {
    case "queued":
      return { label: t("Waiting") };
    case "reading":
      return { label: t("Being read") };
    case "review":
      return { label: t("Look at it"), tone: "warn", icon: "eye" };
    case "loading":
      return { label: t("Loading") };
    case "indexing":
      return { label: t("Being indexed") };
    case "done":
      return { label: t("Done"), tone: "ok", icon: "check" };
    case "failed":
      return { label: t("Not read"), tone: "danger", icon: "warning" };
    case "cancelled":
      return { label: t("Left out") };
  }
}
