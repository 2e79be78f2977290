// How are pairs of whole numbers drawn? Points in ECharts with SVG, as large as they are many, beside the line on which both are equal.
import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import styles from './kit.module.css';
import { pointSize } from './points';

use([LineChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** How many lie at one place, with the sentence that says so. */
export interface Point {
  x: number;
  y: number;
  count: number;
  text: string;
}

export interface PointData {
  groups: readonly { name: string; points: readonly Point[] }[];
  xName: string;
  yName: string;
  equalName: string;
}

// Above, on and under the line; the shapes differ as well as the colours.
const LOOKS = [
  { color: '#1b7a47', symbol: 'triangle' },
  { color: '#5d6b82', symbol: 'circle' },
  { color: '#9c1c16', symbol: 'diamond' },
];

/** Draws the points; hidden from screen readers, which get the table beside it. */
export default function PointChartView({ data }: { data: PointData }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const font = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: '#4d5970' };
    const points = data.groups.flatMap((group) => group.points);
    const most = Math.max(1, ...points.map((point) => point.count));
    const end = Math.max(1, ...points.flatMap((point) => [point.x, point.y])) + 1;
    const axis = { type: 'value' as const, min: 0, max: end, minInterval: 1, axisLabel: font, splitLine: { lineStyle: { color: '#e6eaf1' } } };
    const chart = init(place.current, null, { renderer: 'svg' });
    chart.setOption({
      animation: false,
      textStyle: font,
      legend: { type: 'plain', top: 0, left: 0, itemWidth: 18, textStyle: font },
      grid: { left: 8, right: 16, top: 56, bottom: 30, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      // A rich-text tooltip is drawn; the default one writes style attributes, which the policy refuses.
      tooltip: { trigger: 'item', renderMode: 'richText', confine: true, formatter: (item: { name?: string }) => item.name ?? '' },
      xAxis: { ...axis, name: data.xName, nameLocation: 'middle', nameGap: 26, nameTextStyle: font },
      yAxis: { ...axis, name: data.yName, nameTextStyle: { ...font, align: 'left' } },
      series: [
        { type: 'line', name: data.equalName, data: [[0, 0], [end, end]], symbol: 'none', silent: true, itemStyle: { color: '#8793a8' }, lineStyle: { color: '#8793a8', width: 1, type: 'dashed' } },
        ...data.groups.map((group, index) => ({
          type: 'scatter' as const,
          name: group.name,
          symbol: LOOKS[index]?.symbol,
          itemStyle: { color: LOOKS[index]?.color, opacity: 0.85 },
          data: group.points.map((point) => ({ name: point.text, value: [point.x, point.y], symbolSize: pointSize(point.count, most) })),
        })),
      ],
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [data]);
  return <div ref={place} className={styles.chart} aria-hidden="true" />;
}
