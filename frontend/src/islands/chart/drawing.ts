// ECharts with the parts that are used and nothing else; SVG, so that it prints and is sharp at any size.
import { BarChart, LineChart, PieChart, ScatterChart, TreemapChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { EChartsOption } from "echarts";
import type { Settings } from "./options.ts";

use([
  BarChart,
  LineChart,
  PieChart,
  ScatterChart,
  TreemapChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  SVGRenderer,
]);

export interface Drawing {
  update(options: EChartsOption): void;
  resize(): void;
  dispose(): void;
}

/** Draw in `box`, which has its size. What is inside is hidden from screen readers: the box is named, the table is read. */
export function drawn(box: HTMLElement, options: EChartsOption): Drawing {
  const inside = document.createElement("div");
  inside.className = "chart-inside";
  inside.setAttribute("aria-hidden", "true");
  box.append(inside);
  const chart = init(inside, null, { renderer: "svg" });
  chart.setOption(options);
  return {
    update: (changed) => chart.setOption(changed, { notMerge: true }),
    resize: () => chart.resize({ animation: { duration: 0 } }),
    dispose: () => chart.dispose(),
  };
}

const ROW = 26;

/** The height in pixels: rows of a readable size, else the same for all. */
export function height(settings: Settings): number {
  if (settings.form !== "bar") return 400;
  const bars = settings.stacked ? 1 : settings.series.length;
  return Math.max(160, settings.labels.length * (bars > 1 ? 12 * bars + 8 : ROW) + 70);
}
