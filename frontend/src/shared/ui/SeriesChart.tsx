// How are several series drawn together? ECharts with SVG, loaded only by pages that compare.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import styles from './kit.module.css';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export interface SeriesData {
  /** Shares are per cent of a whole: one bar from left to right for each category, its parts end to end. */
  kind: 'bar' | 'line' | 'shares';
  categories: readonly string[];
  series: readonly { name: string; values: readonly (number | null)[] }[];
  yName: string;
  format: (value: number) => string;
}

// Ours first and strongest; the shapes differ as well as the colours.
const COLOURS = ['#0b50c4', '#b8892b', '#5d6b82', '#1b7a47', '#9c1c16'];
// In pixels: under this, two names stand in a line of the legend, and the heading alone says what the axis counts.
const NARROW = 480;
const LEGEND_LINE = 20;
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'roundRect'];

/** Draws the series; hidden from screen readers, which get the table beside it. */
export default function SeriesChartView({ data }: { data: SeriesData }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const font = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: '#4d5970' };
    const isNarrow = place.current.clientWidth < NARROW;
    const legendLines = isNarrow ? Math.ceil(data.series.length / 2) : 1;
    const areShares = data.kind === 'shares';
    const yName = isNarrow || areShares ? '' : data.yName;
    const categories = { type: 'category' as const, data: [...data.categories], inverse: areShares, axisLabel: font, axisTick: { alignWithLabel: true } };
    const values = {
      type: 'value' as const,
      name: yName,
      scale: data.kind === 'line',
      nameTextStyle: { ...font, align: 'left' as const },
      axisLabel: { ...font, formatter: (value: number) => data.format(value) },
      splitLine: { lineStyle: { color: '#e6eaf1' } },
      ...(areShares ? { max: 100 } : {}),
    };
    const chart = init(place.current, null, { renderer: 'svg' });
    chart.setOption({
      animation: false,
      textStyle: font,
      color: COLOURS,
      legend: { type: 'plain', top: 0, left: 0, itemWidth: 18, textStyle: font },
      grid: { left: 8, right: 12, top: 16 + legendLines * LEGEND_LINE + (yName === '' ? 0 : 28), bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      // A rich-text tooltip is drawn; the default one writes style attributes, which the policy refuses.
      tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, valueFormatter: (value: unknown) => (typeof value === 'number' ? data.format(value) : '—') },
      xAxis: areShares ? values : categories,
      yAxis: areShares ? categories : values,
      series: data.series.map((each, index) => ({
        type: areShares ? 'bar' : data.kind,
        stack: areShares ? 'whole' : undefined,
        name: each.name,
        data: [...each.values],
        barMaxWidth: 28,
        symbol: SYMBOLS[index % SYMBOLS.length],
        symbolSize: 8,
        lineStyle: { width: index === 0 ? 3 : 1.5, type: index === 0 ? 'solid' : 'dashed' },
      })),
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [data]);
  return <div ref={place} className={styles.chart} data-tall={data.kind === 'shares'} aria-hidden="true" />;
}
