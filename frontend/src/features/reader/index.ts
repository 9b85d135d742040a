/** The reader: one thread with its codes. */
export { ReaderPage as default } from "./ReaderPage";
