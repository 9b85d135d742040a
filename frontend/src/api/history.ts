/** Undo and redo of the caller's own changes in a corpus. */
import { send } from "./client";

/** Takes back the caller's last change. 409 with a reason when others built on it. */
export const undo = (c: number) => send<unknown>("POST", `/corpora/${c}/undo/`);

export const redo = (c: number) => send<unknown>("POST", `/corpora/${c}/redo/`);
