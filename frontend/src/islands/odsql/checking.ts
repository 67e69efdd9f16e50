// What the API says of a query while it is typed: how many records, or which clause is wrong and where.
import { ApiError } from "../../http.ts";

export interface KnownField {
  name: string;
  label: string;
  type: string;
  text: boolean;
  facet: boolean;
}

export interface KnownFunction {
  name: string;
  form: string;
  text: string;
  clauses: string[];
}

/** What the page says of the dataset. */
export interface Knowledge {
  fields: KnownField[];
  functions: KnownFunction[];
  records: string;
  facets: string;
  refine: [string, string][];
}

/** The answer to a check: no clause is wrong when `clauses` is empty. */
export interface Checked {
  total: number | null;
  clauses: string[];
  position: number;
  message: string;
  hint: string;
}

const CLAUSES = ["select", "where", "group_by", "order_by"];

/** Ask for no row of the query that the form states. */
export async function check(form: HTMLFormElement, knowledge: Knowledge, signal: AbortSignal): Promise<Checked> {
  const address = new URL(knowledge.records, location.href);
  const typed = new FormData(form);
  for (const name of CLAUSES) {
    const text = String(typed.get(name) ?? "").trim();
    if (text) address.searchParams.append(name, text);
  }
  for (const [name, value] of knowledge.refine) address.searchParams.append(name, value);
  address.searchParams.set("limit", "0");
  const response = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) });
  const answer = (await response.json()) as Record<string, unknown>;
  if (response.ok) return { total: Number(answer["total_count"]), clauses: [], position: -1, message: "", hint: "" };
  if (response.status !== 400) throw new ApiError(response.status, "", response.statusText);
  const message = String(answer["message"] ?? "");
  const named = /containing the error\(s\): ([a-z_, ]+)\./.exec(message);
  return {
    total: null,
    clauses: named?.[1]?.split(/, ?/) ?? [],
    position: Number(answer["position"] ?? -1),
    message: message.replace(/ ?Clause\(s\) containing.*$/, "").replace(/^ODSQL query is malformed: /, ""),
    hint: String(answer["hint"] ?? ""),
  };
}

const values = new Map<string, Promise<string[]>>();

/** The values of a facet, the most frequent first; asked once a page. */
export function valuesOf(field: string, knowledge: Knowledge): Promise<string[]> {
  let found = values.get(field);
  if (!found) values.set(field, (found = ask(field, knowledge).catch(() => [])));
  return found;
}

async function ask(field: string, knowledge: Knowledge): Promise<string[]> {
  const address = new URL(knowledge.facets, location.href);
  address.searchParams.set("facet", field);
  const response = await fetch(address, { signal: AbortSignal.timeout(10_000) });
  const answer = (await response.json()) as { facets?: { facets: { value: string }[] }[] };
  return (answer.facets?.[0]?.facets ?? []).map((one) => one.value);
}
