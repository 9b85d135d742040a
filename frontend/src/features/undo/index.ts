export { describe, type NameOf, type State, type Told, type Where } from "./sentences";
export { takeBack, turn } from "./turning";
export { UndoButtons } from "./UndoButtons";
export { UndoKeys, useCodeNames } from "./UndoKeys";
