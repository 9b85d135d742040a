/** Colleagues who are here: as discs over the text, and by name in the header of what they read. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import {
  followPresence,
  onPresence,
  type Present,
  presentNow,
  standAt,
  tellPresence,
} from "@/api/presence";
import { sessionQuery } from "@/api/session";
import { t } from "@/ui/i18n";
import { Disc } from "@/ui/person";
import styles from "./presence.module.css";

function usePresent(): readonly Present[] {
  const { data: me } = useQuery(sessionQuery);
  const all = useSyncExternalStore(onPresence, presentNow);
  return all.filter(({ user }) => user.id !== me?.id);
}

const nameOf = ({ user }: Present): string => user.name || user.username;

/** Hears who is in the corpus, and tells that this person is, unless they don't want it. */
export function usePresence(corpus: number): void {
  useEffect(() => followPresence(corpus), [corpus]);
  const { data: me } = useQuery(sessionQuery);
  const wanted = me ? me.preferences.presence !== false : false;
  useEffect(() => (wanted ? tellPresence(corpus) : undefined), [corpus, wanted]);
}

/** Tells where in the corpus this person reads. */
export function useStanding(thread: number, post: number | null): void {
  useEffect(() => standAt({ thread, post }), [thread, post]);
  useEffect(() => () => standAt({ thread: null, post: null }), []);
}

/** Who else is in the thread; without one, in the corpus. */
export function WhoIsHere({ thread }: { thread?: number }) {
  const present = usePresent();
  const here = thread === undefined ? present : present.filter((one) => one.thread === thread);
  if (here.length === 0) return null;
  const label = thread === undefined ? t("Also in this corpus") : t("Also in this thread");
  return (
    <ul className={styles.people} aria-label={label}>
      {here.map((one) => {
        const name = nameOf(one);
        const said = one.state === "away" ? t("{name}, away", { name }) : name;
        return (
          <li key={one.user.id} title={said}>
            <Disc name={name} here={one.state === "here"} />
            <span className="vh">{said}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** “Ilse is reading this”, over the header of a post: people come and go, the text must not move. */
export function ReadersOf({ post }: { post: number }) {
  const readers = usePresent().filter((one) => one.post === post && one.state === "here");
  return (
    <span className={styles.anchor}>
      {readers.length === 0 ? null : <Readers names={readers.map(nameOf)} />}
    </span>
  );
}

function Readers({ names }: { names: readonly string[] }) {
  const [first, second] = names;
  return (
    <span className={styles.readers}>
      {names.length === 1
        ? t("{name} is reading this", { name: first ?? "" })
        : names.length === 2
          ? t("{first} and {second} are reading this", { first: first ?? "", second: second ?? "" })
          : t("{name} and {n} others are reading this", {
              name: first ?? "",
              n: names.length - 1,
            })}
    </span>
  );
}
