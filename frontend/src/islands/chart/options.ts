// The numbers of the page as ECharts reads them, with the colours and the language of the page.
import type { EChartsOption, SeriesOption } from "echarts";
import { categories, colour, isStill } from "../../theme.ts";
import { number } from "../../words.ts";

export type Form = "bar" | "column" | "line" | "area" | "pie" | "treemap" | "scatter";

export interface Settings {
  form: Form;
  stacked: boolean;
  ordered: boolean;
  labels: string[];
  series: { name: string; values: (number | null)[] }[];
  places?: number[];
}

interface Palette {
  text: string;
  muted: string;
  line: string;
  strong: string;
  surface: string;
}

const DASHES = ["solid", [7, 3], [2, 3], [9, 3, 2, 3], [12, 4], [4, 4], [1, 4], [9, 2, 2, 2, 2, 2]] as const;
const FEW = 60;
const FONT = '"Source Sans 3", Arial, sans-serif';

function palette(): Palette {
  return {
    text: colour("--text"),
    muted: colour("--muted"),
    line: colour("--line"),
    strong: colour("--line-strong"),
    surface: colour("--surface"),
  };
}

/** Everything ECharts needs; `others` names what is added up. */
export function options(settings: Settings, others: string): EChartsOption {
  const ink = palette();
  const shares = settings.form === "pie" || settings.form === "treemap";
  const several = settings.series.length > 1;
  return {
    animation: !isStill(),
    animationDuration: 300,
    color: categories(),
    textStyle: { fontFamily: FONT, fontSize: 13, color: ink.muted },
    aria: { enabled: true, label: { enabled: false }, decal: { show: several || settings.form === "pie" } },
    tooltip: {
      renderMode: "richText",
      confine: true,
      trigger: shares || settings.form === "scatter" ? "item" : "axis",
      axisPointer: { type: settings.form === "line" || settings.form === "area" ? "line" : "shadow" },
      backgroundColor: ink.surface,
      borderColor: ink.strong,
      textStyle: { color: ink.text, fontFamily: FONT },
      valueFormatter: (value: unknown) => [value].flat().map((each) => (typeof each === "number" ? number(each, { maximumFractionDigits: 4 }) : "–")).join(" · "),
    },
    ...(several || settings.form === "pie" ? { legend: legend(ink) } : {}),
    ...(shares ? {} : axes(settings, ink, several)),
    series: shares ? [shared(settings, ink)] : settings.series.map((_, rank) => one(settings, rank, others)),
  } as EChartsOption;
}

function legend(ink: Palette): EChartsOption["legend"] {
  return { bottom: 0, type: "plain", textStyle: { color: ink.text, fontFamily: FONT, fontSize: 14 }, itemGap: 16 };
}

function axes(settings: Settings, ink: Palette, several: boolean): EChartsOption {
  if (settings.form === "scatter") return numbers(ink, several);
  const names = {
    type: "category",
    data: settings.labels,
    boundaryGap: settings.form === "bar" || settings.form === "column",
    axisLabel: { color: ink.muted, hideOverlap: true, ...(settings.form === "bar" ? { width: 200, overflow: "truncate", interval: 0 } : {}) },
    axisLine: { lineStyle: { color: ink.strong } },
    axisTick: { alignWithLabel: true },
  };
  const values = {
    type: "value",
    scale: settings.form === "line",
    axisLabel: { color: ink.muted, hideOverlap: true, formatter: (value: number) => number(value, { maximumFractionDigits: 6 }) },
    splitLine: { lineStyle: { color: ink.line } },
  };
  const lying = settings.form === "bar";
  return {
    grid: { left: 8, right: 28, top: 16, bottom: several ? 48 : 8, outerBoundsMode: "same" },
    xAxis: lying ? values : names,
    yAxis: lying ? { ...names, inverse: true } : values,
  } as EChartsOption;
}

/** Two axes of numbers. */
function numbers(ink: Palette, several: boolean): EChartsOption {
  const axis = {
    type: "value",
    scale: true,
    axisLabel: { color: ink.muted, hideOverlap: true, formatter: (value: number) => number(value, { maximumFractionDigits: 6 }) },
    splitLine: { lineStyle: { color: ink.line } },
  };
  const grid = { left: 8, right: 28, top: 16, bottom: several ? 48 : 8, outerBoundsMode: "same" };
  return { grid, xAxis: axis, yAxis: { ...axis } } as EChartsOption;
}

const SYMBOLS = ["circle", "rect", "triangle", "diamond", "pin", "roundRect", "arrow", "circle"];

function one(settings: Settings, rank: number, others: string): SeriesOption {
  const { name, values } = settings.series[rank]!;
  const common = { name: name || others, data: values, ...(settings.stacked ? { stack: "all" } : {}) };
  if (settings.form === "scatter") {
    const data = values.flatMap((value, place) => (value === null ? [] : [[settings.places![place]!, value]]));
    return { name, type: "scatter", data, symbol: SYMBOLS[rank % SYMBOLS.length], symbolSize: 8, itemStyle: { opacity: 0.7 } } as SeriesOption;
  }
  if (settings.form === "line" || settings.form === "area") {
    return {
      ...common,
      type: "line",
      connectNulls: false,
      showSymbol: values.length <= FEW || alone(values),
      lineStyle: { width: 2.2, type: DASHES[rank % DASHES.length] },
      ...(settings.form === "area" ? { areaStyle: { opacity: 0.28 } } : {}),
    } as SeriesOption;
  }
  return { ...common, type: "bar", barMaxWidth: 48, barMinHeight: 1, large: values.length > 500 } as SeriesOption;
}

/** Whether a value stands between two gaps, where a line without dots would hide it. */
function alone(values: (number | null)[]): boolean {
  return values.some((value, place) => value !== null && (values[place - 1] ?? null) === null && (values[place + 1] ?? null) === null);
}

function shared(settings: Settings, ink: Palette): SeriesOption {
  const data = settings.labels.map((name, place) => ({ name, value: settings.series[0]!.values[place] ?? 0 }));
  const border = { borderColor: ink.surface, borderWidth: 1.5 };
  if (settings.form === "pie") {
    return {
      type: "pie",
      radius: ["0%", "72%"],
      center: ["50%", "46%"],
      startAngle: 90,
      data,
      itemStyle: border,
      label: { color: ink.text, fontFamily: FONT, formatter: "{b} ({d} %)" },
    } as SeriesOption;
  }
  return {
    type: "treemap",
    data,
    roam: false,
    nodeClick: false,
    breadcrumb: { show: false },
    inset: 0,
    left: 0,
    right: 0,
    top: 0,
    bottom: 0,
    itemStyle: { ...border, gapWidth: 2 },
    label: { color: ink.surface, fontFamily: FONT, fontSize: 14, lineHeight: 18, formatter: ({ name, value }: { name: string; value: number }) => `${name}\n${number(value)}` },
  } as unknown as SeriesOption;
}
