/** The addresses of the interface. Pages are fetched when they are first visited. */

import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  useLocation,
} from "@tanstack/react-router";
import { useMemo } from "react";
import { corpusQuery } from "@/api/corpora";
import { safeNext } from "@/api/session";
import { t } from "@/ui/i18n";
import { Loading } from "@/ui/status";
import { linkedTo, type Place } from "./ahead";
import { queryClient, whoIsHere } from "./client";
import { NotFound, PageFailure } from "./failures";
import { Root } from "./Root";
import { SignedInFrame } from "./SignedInFrame";
import {
  codebookSearch,
  memosSearch,
  readerSearch,
  threadsSearch,
  withKey,
  wordsSearch,
} from "./searches";

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Root });

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: withKey,
  component: lazyRouteComponent(() => import("@/features/entry"), "SetupPage"),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: "/password/reset",
  validateSearch: withKey,
  component: lazyRouteComponent(() => import("@/features/entry"), "ResetPage"),
});

const signin = createRoute({
  getParentRoute: () => root,
  path: "/signin",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  beforeLoad: async ({ context, search }) => {
    const me = await whoIsHere(context.queryClient);
    if (me !== null) throw redirect({ href: safeNext(search.next) });
  },
  component: lazyRouteComponent(() => import("@/features/entry"), "SignInPage"),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation/$key",
  component: lazyRouteComponent(() => import("@/features/entry"), "InvitationPage"),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    const me = await whoIsHere(context.queryClient);
    if (me === null) throw redirect({ to: "/signin", search: { next: location.href } });
  },
  component: SignedInFrame,
});

const corpora = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/corpora"), "CorporaPage"),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/account",
  component: lazyRouteComponent(() => import("@/features/account"), "AccountPage"),
});

const corpus = createRoute({
  getParentRoute: () => signedIn,
  path: "/corpora/$c",
  params: { parse: ({ c }) => ({ c: Number(c) }), stringify: ({ c }) => ({ c: String(c) }) },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(corpusQuery(params.c)),
  component: lazyRouteComponent(() => import("./CorpusFrame"), "CorpusFrame"),
});

const threads = createRoute({
  getParentRoute: () => corpus,
  path: "/",
  validateSearch: threadsSearch,
  component: lazyRouteComponent(() => import("@/features/corpus"), "CorpusPage"),
});

const review = createRoute({
  getParentRoute: () => corpus,
  path: "/uploads/$u",
  component: lazyRouteComponent(() => import("@/features/review"), "ReviewPage"),
});

const columns = createRoute({
  getParentRoute: () => corpus,
  path: "/uploads/$u/columns",
  component: lazyRouteComponent(() => import("@/features/mapping"), "MappingPage"),
});

const mappings = createRoute({
  getParentRoute: () => corpus,
  path: "/mappings",
  component: lazyRouteComponent(() => import("@/features/mapping"), "MappingsPage"),
});

const codebook = createRoute({
  getParentRoute: () => corpus,
  path: "/codebook",
  validateSearch: codebookSearch,
  component: lazyRouteComponent(() => import("@/features/codebook"), "CodebookPage"),
});

const memos = createRoute({
  getParentRoute: () => corpus,
  path: "/memos",
  validateSearch: memosSearch,
  component: lazyRouteComponent(() => import("@/features/memos"), "MemosPage"),
});

const history = createRoute({
  getParentRoute: () => corpus,
  path: "/history",
  component: lazyRouteComponent(() => import("@/features/history"), "HistoryPage"),
});

const search = createRoute({
  getParentRoute: () => corpus,
  path: "/search",
  validateSearch: wordsSearch,
  component: lazyRouteComponent(() => import("@/features/search"), "SearchPage"),
});

const participants = createRoute({
  getParentRoute: () => corpus,
  path: "/participants",
  component: lazyRouteComponent(() => import("@/features/people"), "ParticipantsPage"),
});

const projects = createRoute({
  getParentRoute: () => corpus,
  path: "/projects",
  component: lazyRouteComponent(() => import("@/features/projects"), "ProjectsPage"),
});

const exporting = createRoute({
  getParentRoute: () => corpus,
  path: "/export",
  component: lazyRouteComponent(() => import("@/features/export"), "ExportPage"),
});

const team = createRoute({
  getParentRoute: () => corpus,
  path: "/team",
  component: lazyRouteComponent(() => import("@/features/team"), "TeamPage"),
});

const Reader = lazyRouteComponent(() => import("@/features/reader"), "default");

const thread = createRoute({
  getParentRoute: () => corpus,
  path: "/threads/$t",
  params: { parse: ({ t }) => ({ t: Number(t) }), stringify: ({ t }) => ({ t: String(t) }) },
  validateSearch: readerSearch,
  // Another filter is no reason to fetch thousands of annotations again.
  shouldReload: ({ cause }) => cause !== "stay",
  loader: async ({ context, params, location }) => {
    const { prefetchReading } = await import("@/api/reading");
    const to = linkedTo(location.search as Place, location.hash);
    prefetchReading(context.queryClient, params.c, params.t, to);
    await Reader.preload?.();
  },
  component: function ThreadRoute() {
    const { c, t: id } = thread.useParams();
    const { post, start, end } = thread.useSearch();
    const hash = useLocation({ select: (location) => location.hash });
    const target = useMemo(() => {
      const place = linkedTo({ post, start, end }, hash);
      return place ? { target: place } : {};
    }, [post, start, end, hash]);
    return <Reader key={id} corpus={c} thread={id} {...target} />;
  },
});

const inCorpus = [
  threads,
  review,
  columns,
  mappings,
  codebook,
  memos,
  history,
  search,
  participants,
  projects,
  exporting,
  team,
  thread,
];
const behindSignIn = [corpora, account, corpus.addChildren(inCorpus)];
const tree = root.addChildren([
  setup,
  reset,
  signin,
  invitation,
  signedIn.addChildren(behindSignIn),
]);

export const router = createRouter({
  routeTree: tree,
  context: { queryClient },
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  // React keeps a placeholder for 0.3 s once it is shown: pages that are sooner there come without one.
  defaultPendingMs: 400,
  defaultPendingMinMs: 0,
  defaultPendingComponent: () => (
    <div className="page">
      <Loading what={t("Loading the page")} />
    </div>
  ),
  defaultErrorComponent: PageFailure,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
