/** Keys of the reader, and the section of the account page in which they are changed. */
export { KeyList } from "./KeyList";
export {
  ACTIONS,
  type Action,
  actionFor,
  bindingsFor,
  chordOf,
  holderOf,
  type Keymap,
  type KeyPress,
  keyLabel,
  keymapOf,
  recordOf,
  USUAL_KEYS,
  whyNot,
  withBinding,
  withKey,
} from "./keymap";
export { useKeymap } from "./useKeymap";
