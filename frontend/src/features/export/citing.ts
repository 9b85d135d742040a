/** A snapshot's citation as one line, and its draft made ready to be sent. */
import type { Cited, Creator } from "@/api/snapshots";

/** "Ada Lovelace; Bo Berg (2031). Frost in gardens (Version 1.0) [Data set]. https://doi.org/10.…" */
export function citationOf(cited: Cited, version: string): string {
  const names = cited.creators.map((one) => one.name.trim()).filter(Boolean);
  const doi = cited.doi ? ` https://doi.org/${cited.doi}` : "";
  return `${names.join("; ")} (${cited.year}). ${cited.title} (${version}) [Data set].${doi}`;
}

function creatorOf({ name, orcid, affiliation }: Creator): Creator {
  return {
    name: name.trim(),
    ...(orcid?.trim() ? { orcid: orcid.trim() } : {}),
    ...(affiliation?.trim() ? { affiliation: affiliation.trim() } : {}),
  };
}

/** Without creators that have no name, and without empty keywords. */
export const withoutBlanks = (cited: Cited): Cited => ({
  ...cited,
  title: cited.title.trim(),
  licence: cited.licence.trim(),
  creators: cited.creators.map(creatorOf).filter((one) => one.name),
  keywords: cited.keywords.map((word) => word.trim()).filter(Boolean),
});
