/** A person as a stone disc with initials. People have no colours. */
import styles from "./person.module.css";

/** The first letters of the first and the last word of a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return [first, last]
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}

/** Filled when the person is here. The name must stand beside it or in the label around it. */
export function Disc({ name, here = false }: { name: string; here?: boolean }) {
  return (
    <span className={`${styles.who} ${here ? styles.here : ""}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
