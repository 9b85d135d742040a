/** When a form has closed, the focus goes back to the button that opened it. */
import { useEffect, useRef } from "react";

export function useReturn(open: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(open);
  useEffect(() => {
    if (was.current && !open) button.current?.focus();
    was.current = open;
  }, [open]);
  return button;
}
