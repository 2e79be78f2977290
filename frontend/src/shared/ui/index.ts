// What may a page use? The whole kit, by one name.
export { ChartWithTable } from './ChartWithTable';
export { type Column, DataTable, Paging, PlainTable } from './DataTable';
export { Dialog } from './Dialog';
export { Disclosure, ShortList } from './Disclosure';
export { Field, RangeField, SearchField, SelectField, TextArea } from './fields';
export { IntervalBar, type Lines } from './IntervalBar';
export { toneOfBand, toneOfRun, toneOfSeverity, toneOfState } from './labels';
export { CountBars, LoadBar, ScoreBar } from './Meters';
export { type Fact, Facts, Page, Section, Stats } from './Page';
export { PopButton } from './PopButton';
export * from './primitives';
export { EmptyState, ErrorState, LoadingState, QueryView, useProblemText } from './QueryView';
export { RecordText } from './RecordText';
export { SeriesChartWithTable, type Series } from './SeriesChartWithTable';
export { TextDiff } from './TextDiff';
export { ThemeProvider } from './theme';
export { useIsPhone } from './useIsPhone';
export { type Term, Waterfall } from './Waterfall';
