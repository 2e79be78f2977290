// How is a bar chart drawn? ECharts with SVG, loaded only by pages that have a chart.
import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import styles from './kit.module.css';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

export interface BarChartData {
  labels: readonly string[];
  values: readonly number[];
  xName: string;
  yName: string;
}

/** Draws bars; hidden from screen readers, which get the table beside it. */
export default function BarChartView({ data }: { data: BarChartData }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const font = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: '#4d5970' };
    const chart = init(place.current, null, { renderer: 'svg' });
    chart.setOption({
      animation: false,
      textStyle: font,
      grid: { left: 8, right: 12, top: 30, bottom: 30, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      // A rich-text tooltip is drawn; the default one writes style attributes, which the policy refuses.
      tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' }, confine: true },
      xAxis: { type: 'category', data: [...data.labels], name: data.xName, nameLocation: 'middle', nameGap: 28, nameTextStyle: font, axisLabel: font, axisTick: { alignWithLabel: true } },
      yAxis: { type: 'value', name: data.yName, nameTextStyle: { ...font, align: 'left' }, axisLabel: font, minInterval: 1, splitLine: { lineStyle: { color: '#e6eaf1' } } },
      series: [{ type: 'bar', name: data.yName, data: [...data.values], barMaxWidth: 36, barCategoryGap: '20%', itemStyle: { color: '#2f62b8' } }],
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
