/** Coded projects of other programs: sent, looked at, loaded or left out. */
import { queryOptions } from "@tanstack/react-query";
import { address, type Page, send, sendForm } from "./client";
import { all } from "./corpora";
import { keys } from "./keys";
import type { Project } from "./types";

export interface ProjectChoices {
  convention: string;
  /** User names by the names in the file; null: a person of their own. */
  coders: Record<string, string | null>;
}

export const isAtWork = (one: Pick<Project, "status">) =>
  ["queued", "reading", "loading"].includes(one.status);

export const projectsQuery = (c: number) =>
  queryOptions({
    queryKey: keys.projects(c),
    queryFn: () => all(send<Page<Project>>("GET", `/corpora/${c}/projects/`)),
    refetchInterval: (query) => (query.state.data?.some(isAtWork) ? 1_000 : false),
  });

export const sendProject = (c: number, file: File, onProgress: (share: number) => void) => {
  const form = new FormData();
  form.append("file", file, file.name);
  const told = (sent: number, total: number) => onProgress(total > 0 ? sent / total : 0);
  return sendForm<Project>(`/corpora/${c}/projects/`, form, told);
};

export const confirmProject = (c: number, p: string, body: ProjectChoices) =>
  send<Project>("POST", `/corpora/${c}/projects/${p}/confirm/`, { body });

export const cancelProject = (c: number, p: string) =>
  send<Project>("POST", `/corpora/${c}/projects/${p}/cancel/`);

/** Where the file lies as it was received. */
export const projectAddress = (c: number, p: string) => address(`/corpora/${c}/projects/${p}/raw/`);
