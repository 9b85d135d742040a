/** Copies the address of a post, or of a passage in it, for somebody else or for one's notes. */

import { hashOfPlace, type PlaceInThread } from "@/text/deepLinks";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { announce, toast } from "@/ui/toast";

export function CopyLink({ place }: { place: PlaceInThread }) {
  const what =
    place.end > place.start
      ? t("Copy the link to this passage")
      : t("Copy the link to this comment");
  return (
    <Button
      kind="quiet"
      small
      square
      icon="link"
      aria-label={what}
      title={what}
      onClick={() => void copyLink(place)}
    />
  );
}

export async function copyLink(place: PlaceInThread): Promise<void> {
  const { origin, pathname } = window.location;
  const link = `${origin}${pathname}#${hashOfPlace(place)}`;
  try {
    await navigator.clipboard.writeText(link);
    announce(t("The link is copied"));
  } catch {
    // Without https browsers give no clipboard: the link can be copied by hand.
    toast(link);
  }
}
