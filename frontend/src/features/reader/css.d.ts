/** Custom properties in `style` objects of this feature. */
import "react";

declare module "react" {
  interface CSSProperties {
    "--indent"?: number;
    "--digits"?: number;
    "--depth"?: number;
  }
}
