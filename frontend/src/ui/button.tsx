/** Buttons, and links that look like them. One filled button per view; the label is a verb. */
import type { ComponentProps, ReactNode } from "react";
import styles from "./button.module.css";
import { Icon, type IconName } from "./icons";

export interface Look {
  kind?: "plain" | "primary" | "quiet" | "danger";
  small?: boolean;
  /** Only an icon is to be seen; the name must come by aria-label. */
  square?: boolean;
}

/** The class names for a link that looks like a button. */
export function buttonClass({ kind = "plain", small = false, square = false }: Look = {}): string {
  return [styles.button, styles[kind], small && styles.small, square && styles.square]
    .filter(Boolean)
    .join(" ");
}

type Props = ComponentProps<"button"> &
  Look & {
    icon?: IconName;
    /** The key that does the same, shown at the right. */
    shortcut?: string;
    /** Why it can't be pressed now: disables the button and says so in its tooltip. */
    why?: string | null | undefined;
    children?: ReactNode;
  };

/** Also keeps Enter in a form from pressing a button that can't be pressed now. */
function refuse(event: { preventDefault: () => void }): void {
  event.preventDefault();
}

export function Button({ kind, small, square, icon, shortcut, why, children, ...rest }: Props) {
  const look: Look = {
    ...(kind ? { kind } : {}),
    ...(small ? { small } : {}),
    ...(square ? { square } : {}),
  };
  return (
    <button
      type="button"
      {...rest}
      {...(why ? { "aria-disabled": true, title: why, onClick: refuse } : {})}
      className={`${buttonClass(look)} ${rest.className ?? ""}`}
    >
      {icon ? <Icon name={icon} /> : null}
      {children}
      {shortcut ? <Key>{shortcut}</Key> : null}
    </button>
  );
}

/** A key of the keyboard. Hidden from speech: the shortcut itself is told by aria-keyshortcuts. */
export function Key({ children }: { children: string }) {
  return (
    <span className={styles.key} aria-hidden="true">
      {children}
    </span>
  );
}
