// The words of ODSQL for the eye, and what completes them.
import type { CompletionContext, CompletionResult, Completion } from "@codemirror/autocomplete";
import { StreamLanguage } from "@codemirror/language";
import { type Knowledge, valuesOf } from "./checking.ts";

const WORDS = /^(and|or|not|in|is|null|like|as|asc|desc|true|false|to|between|date|geom)\b/i;
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  select: ["as"],
  where: ["and", "or", "not", "in", "is null", "is not null", "like", "true", "false", "date'", "geom'"],
  group_by: ["as"],
  order_by: ["asc", "desc"],
};

/** Texts, numbers, words of the language, names followed by a parenthesis. */
export const odsql = StreamLanguage.define<null>({
  name: "odsql",
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^(date|geom)?'(\\.|[^'\\])*'?/) || stream.match(/^"(\\.|[^"\\])*"?/)) return "string";
    if (stream.match(/^\d+(\.\d+)?(e[+-]?\d+)?/i)) return "number";
    if (stream.match(WORDS)) return "keyword";
    if (stream.match(/^`[^`]*`?/)) return "variableName";
    if (stream.match(/^[\p{L}_][\p{L}\d_.]*(?=\s*\()/u)) return "variableName.function";
    if (stream.match(/^[\p{L}_][\p{L}\d_.]*/u)) return "variableName";
    stream.next();
    return "operator";
  },
});

/** What may be typed here, in a clause of a query on this dataset. */
export function completing(clause: string, knowledge: Knowledge) {
  const options: Completion[] = [
    ...knowledge.fields.map((field) => ({
      label: field.name,
      apply: /^[A-Za-z_]\w*$/.test(field.name) ? field.name : `\`${field.name}\``,
      detail: field.type,
      info: field.label,
      type: "variable",
      boost: 2,
    })),
    ...knowledge.functions
      .filter((one) => one.clauses.includes(clause))
      .map((one) => ({ label: one.name, apply: `${one.name}(`, detail: one.form, info: one.text, type: "function" })),
    ...(KEYWORDS[clause] ?? []).map((label) => ({ label, type: "keyword", boost: -1 })),
  ];
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const quoted = clause === "where" ? context.matchBefore(/["'][^"']*/) : null;
    if (quoted) return values(context, quoted.from, knowledge);
    const word = context.matchBefore(/[\p{L}_`][\p{L}\d_.`]*/u);
    if (!word && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options, validFor: /^[\p{L}\d_.`]*$/u };
  };
}

async function values(
  context: CompletionContext,
  from: number,
  knowledge: Knowledge,
): Promise<CompletionResult | null> {
  const before = context.state.sliceDoc(0, from);
  const opened = (before.match(/["']/g)?.length ?? 0) % 2 === 0;
  const name = /`?([\p{L}_][\p{L}\d_.]*)`?\s*(?:=|!=|:|in\s*\([^)]*)\s*$/iu.exec(before)?.[1];
  const field = knowledge.fields.find((one) => one.name === name && one.facet);
  if (!opened || !field) return null;
  const quote = context.state.sliceDoc(from, from + 1);
  const found = await valuesOf(field.name, knowledge);
  const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
  const options = found.map((label) => ({ label, apply: `${escaped(label)}${quote}`, type: "text" }));
  return { from: from + 1, options, validFor: /^[^"']*$/ };
}
