/** The sample beside a code's or coder's name: a square of pigment, or a stretch of the line that tells a coder. */

import type { CSSProperties } from "react";
import { type Paint, stripeOf } from "@/text/paints";
import styles from "./post.module.css";

/** The class that hands a pigment on to what stands inside; hands have none. */
export function paintClass(paint: Paint): string {
  return paint.startsWith("c") ? `k${paint.slice(1)}` : "";
}

export function stripeStyle(paint: Paint): CSSProperties {
  if (paint.startsWith("c")) return {};
  return { "--stripe": stripeOf(paint), "--bar": stripeOf(paint, "bottom") } as CSSProperties;
}

export function Sample({ paint }: { paint: Paint }) {
  const line = paint.startsWith("c") ? "" : (styles.stripe ?? "");
  return (
    <span
      className={`${styles.swatch} ${line} ${paintClass(paint)}`}
      style={stripeStyle(paint)}
      aria-hidden="true"
    />
  );
}
