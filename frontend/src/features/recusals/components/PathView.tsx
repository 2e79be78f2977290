// How are an expert and a nomination tied? Drawn from one to the other for the eye, and as a table for everyone.
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useHref, useLinkClickHandler } from 'react-router';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { PlainTable, RecordText, useIsPhone } from '../../../shared/ui';
import { languageOf } from '../../../shared/ui/RecordText';
import { splitSource } from '../../nominations/reasons';
import { BOX, layout, wrap } from '../graph';
import type { Finding, PathNode, PathStep } from '../types';
import { addressOf } from '../words';
import styles from './recusals.module.css';

const EDGE_EMS = 9;
const EDGE_LINE = 15;

/** Lines between the same two things are drawn as one, with all that is said of them. */
function grouped(edges: readonly PathStep[], wordsOf: (edge: PathStep) => string) {
  const groups = new Map<string, { from: string; to: string; words: string[]; link: string | null | undefined }>();
  for (const edge of edges) {
    const key = [edge.from, edge.to].sort().join(' ');
    const known = groups.get(key);
    const words = wordsOf(edge);
    if (known === undefined) groups.set(key, { from: edge.from, to: edge.to, words: [words], link: edge.link });
    else if (!known.words.includes(words)) known.words.push(words);
  }
  return [...groups.values()];
}

/** A link of the drawing for the mouse; the table has the same for the keyboard. */
function Drawn({ to, children }: { to: string | undefined; children: React.ReactNode }) {
  if (to === undefined) return <g>{children}</g>;
  return <DrawnLink to={to}>{children}</DrawnLink>;
}

function DrawnLink({ to, children }: { to: string; children: React.ReactNode }) {
  const href = useHref(to);
  const follow = useLinkClickHandler<SVGAElement>(to);
  return (
    <a href={href} tabIndex={-1} className={styles.drawnLink} onClick={(event) => follow(event as unknown as React.MouseEvent<SVGAElement>)}>
      {children}
    </a>
  );
}

function Drawing({ nodes, edges, year }: { nodes: readonly PathNode[]; edges: readonly PathStep[]; year: number }) {
  const bilingual = useBilingual();
  const label = useLabel();
  const page = useLanguage();
  const isDown = useIsPhone();
  const arrow = useId();
  const groups = useMemo(() => grouped(edges, (edge) => bilingual({ zh: edge.label_zh, en: edge.label_en })), [edges, bilingual]);
  const plan = useMemo(() => layout(nodes.map((node) => ({ key: node.id, kind: node.type, label: node.label, link: node.link, sub: node.sub })), groups, isDown), [nodes, groups, isDown]);
  const margin = 2;
  return (
    <svg
      className={styles.drawing}
      viewBox={`${-margin} ${-margin} ${plan.width + 2 * margin} ${plan.height + 2 * margin}`}
      width={plan.width + 2 * margin}
      aria-hidden="true"
    >
      <defs>
        <marker id={arrow} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M0 0l8 4-8 4z" fill="#8793a8" />
        </marker>
      </defs>
      {plan.joined.map((line) => (
        <line key={line.index} x1={line.x1} y1={line.y1} x2={line.x2} y2={line.y2} stroke="#8793a8" strokeWidth="1.5" markerEnd={`url(#${arrow})`} />
      ))}
      {plan.placed.map(({ node, lines, x, y, width, height }) => (
        <Drawn key={node.key} to={addressOf(node.link, year)}>
          <rect x={x} y={y} width={width} height={height} rx="6" className={styles.box} data-kind={node.kind} />
          <text x={x + BOX.padding} y={y + BOX.padding + 10} className={styles.boxKind}>
            {label('recusals', `nodes.${node.kind}`)}
          </text>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text, two of which may be equal
            <text key={at} lang={languageOf(node.label, page)} x={x + BOX.padding} y={y + BOX.padding + BOX.head + 11 + at * BOX.line} className={styles.boxText}>
              {line}
            </text>
          ))}
        </Drawn>
      ))}
      {plan.joined.map((line) => {
        const group = groups[line.index];
        if (group === undefined) return null;
        const lines = group.words.flatMap((words) => wrap(words, EDGE_EMS, 3)).slice(0, 4);
        const top = line.midY - (isDown ? (lines.length * EDGE_LINE) / 2 : lines.length * EDGE_LINE + 6);
        return (
          <Drawn key={line.index} to={addressOf(group.link, year)}>
            {lines.map((text, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text, two of which may be equal
              <text key={at} lang={languageOf(text, page)} x={line.midX} y={top + 11 + at * EDGE_LINE} textAnchor="middle" className={styles.edgeText}>
                {text}
              </text>
            ))}
          </Drawn>
        );
      })}
    </svg>
  );
}

/** The path of a finding, drawn; nothing where there is no way to draw. */
export function PathDrawing({ finding, year }: { finding: Finding; year: number }) {
  const { t } = useTranslation();
  if (finding.path.nodes.length < 2) return <p className={styles.minor}>{t('recusals.noPath')}</p>;
  return (
    <figure className={styles.figure}>
      <div className={styles.canvas}>
        <Drawing nodes={finding.path.nodes} edges={finding.path.edges} year={year} />
      </div>
      <figcaption className={styles.minor}>{t('recusals.pathCaption')}</figcaption>
    </figure>
  );
}

/** The same path as a table, and the evidence in sentences. */
export function PathTable({ finding, year }: { finding: Finding; year: number }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  return (
    <div className={styles.stack}>
      <PlainTable
        label={t('recusals.pathTable')}
        isWordy
        head={[
          { key: 'from', title: t('recusals.path.from') },
          { key: 'how', title: t('recusals.path.how') },
          { key: 'to', title: t('recusals.path.to') },
          { key: 'source', title: t('recusals.path.source') },
        ]}
        rows={finding.table.map((row, at) => ({
          key: `${row.from} ${row.to} ${at}`,
          cells: [
            <End key="from" of={row.from} nodes={finding.path.nodes} year={year} />,
            <RecordText key="how" text={bilingual({ zh: row.label_zh, en: row.label_en })} />,
            <End key="to" of={row.to} nodes={finding.path.nodes} year={year} />,
            <Source key="source" row={row} year={year} />,
          ],
        }))}
      />
      {finding.evidence.length > 0 && (
        <div>
          <h3>{t('recusals.evidence')}</h3>
          <ul className={styles.evidence}>
            {finding.evidence.map((each) => (
              <li key={`${each.zh} ${each.source ?? ''}`}>
                <RecordText text={bilingual(each)} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** One end of a line: what it is called, and where it is read. */
function End({ of, nodes, year }: { of: string; nodes: readonly PathNode[]; year: number }) {
  const node = nodes.find((one) => one.id === of || one.label === of);
  const to = addressOf(node?.link, year);
  const text = <RecordText text={node?.label ?? of} />;
  return (
    <>
      {to === undefined ? text : <Link to={to}>{text}</Link>}
      {node?.sub && (
        <span className={styles.line}>
          <RecordText text={node.sub} />
        </span>
      )}
    </>
  );
}

/** The record behind a line, with the way to it where the app shows it. */
function Source({ row, year }: { row: PathStep; year: number }) {
  const to = addressOf(row.link, year);
  if (!row.source) return <>—</>;
  if (to === undefined) return <SourceName source={row.source} />;
  return (
    <Link to={to}>
      <SourceName source={row.source} />
    </Link>
  );
}

/** The record behind a line, `kind:key`, in words. */
export function SourceName({ source }: { source: string }) {
  const label = useLabel();
  const { kind, key } = splitSource(source);
  return (
    <>
      {kind && `${label('sourceKind', kind)} `}
      <RecordText text={key} />
    </>
  );
}
