/** The shapes of the API's answers, from the generated schema. Nothing is written by hand twice. */
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
/** Answers always hold every field; the schema marks those optional that a request may leave out. */
type Full<Shape> = { [Key in keyof Shape]-?: Shape[Key] };

/** Half-open, in Unicode code points. */
export type Span = [start: number, end: number];

export type Role = Schemas["RoleEnum"];
export type Level = Schemas["LevelEnum"];
export type Precision = Schemas["WrittenAtPrecisionEnum"];
export type User = Schemas["Person"];
export type Preferences = Schemas["Preferences"];
export type Me = Full<Schemas["Me"]>;
export type Session = Omit<Schemas["Session"], "user"> & { user: Me | null };
export type Corpus = Full<Schemas["Corpus"]>;
export type Member = Schemas["Member"];
export type ResetLink = Schemas["ResetLink"];
export type Invitation = Schemas["InvitationShown"];
/** The key and the address are shown once. */
export type NewInvitation = Schemas["NewInvitation"];
export type Invited = Schemas["InvitationLetter"];
export type Token = Schemas["Token"];
/** `token` is shown once and never again. */
export type NewToken = Schemas["NewToken"];
export type Participant = Schemas["ParticipantName"];
export type ParticipantItem = Schemas["Participant"];
export type Attribute = Schemas["Attribute"];
export type AttributeWhole = Schemas["AttributeWhole"];
export type AttributeKind = Schemas["AttributeKindEnum"];
export type Owner = Schemas["AttributeOwnerEnum"];
export type JoinReport = Schemas["JoinReport"];
export type Joining = Partial<Omit<Schemas["JoinedRowsRequest"], "rows" | "owner">> & {
  owner: Owner;
};
export type Twin = Schemas["Twin"];
export type ThreadItem = Schemas["ThreadHead"];
export type PostLink = Schemas["PostLink"];
export type Post = Omit<Schemas["Post"], "sentences" | "paragraphs" | "parent_how"> & {
  parent_how: Schemas["ParentHowEnum"] | null;
  sentences: Span[];
  paragraphs: Span[];
  /** Only in long threads, as long as the text is not here: how many code points and words it has. */
  awaited?: { readonly length: number; readonly words: number };
};
export type Thread = Omit<Schemas["Thread"], "posts"> & { posts: Post[] };
export type Code = Full<Schemas["Code"]>;
export type Annotation = Schemas["Annotation"];
export type ThreadOutline = Schemas["Outline"];
export type FoundInThread = Schemas["FoundInThread"];
export type Found = Schemas["FoundInPost"];
export type ReadingProgress = Schemas["ReadingProgress"];
export type AnnotationsOfThread = Schemas["AnnotationsOfThread"];
export type UploadProblem = Schemas["UploadProblem"];
export type Upload = Schemas["Upload"];
export type UploadStatus = Upload["status"];
export type Project = Schemas["Project"];
export type ProjectReport = Schemas["ProjectReport"];
export type ProjectNote = Schemas["ProjectNote"];
export type Hit = Schemas["Hit"];
export type Hits = Schemas["SearchReply"];
export type Export = Schemas["Export"];
export type Manifest = Schemas["Manifest"];
export type Loss = Schemas["Loss"];
export type What = Schemas["ExportedEnum"];
export type ExportOptions = Schemas["ExportOptionsRequest"];
export type FormatOut = Schemas["FormatOut"];
export type Snapshot = Schemas["Snapshot"];

type Below<Path> = Path extends `/api/v1${infer Rest}` ? Rest : never;
type Filled<Path> = Path extends `${infer Before}{${string}}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : Path;
/** Every path of the API below /api/v1, with anything in place of its parameters. */
export type ApiPath = Filled<Below<keyof paths>>;
