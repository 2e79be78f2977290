// What does every page have? One heading, a title in the tab, a path back, focus on arrival.
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import styles from './kit.module.css';
import { RecordText } from './RecordText';

export interface Crumb {
  label: string;
  to: string;
}

/** The frame of a page's content. `tabTitle` goes into the browser's tab where the heading itself is too long. */
export function Page(props: {
  title: ReactNode;
  tabTitle: string;
  crumbs?: readonly Crumb[];
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  const arrival = useRef<string | undefined>(undefined);
  const brand = t('brand.name');
  useEffect(() => {
    document.title = `${props.tabTitle} · ${brand}`;
  }, [props.tabTitle, brand]);
  useEffect(() => {
    // Moving focus to the heading tells a screen reader that a new page came; filters of the same page do not.
    if (arrival.current === undefined && key !== 'default') heading.current?.focus({ preventScroll: true });
    arrival.current = key;
  }, [key]);
  return (
    <div className={styles.page}>
      {props.crumbs && props.crumbs.length > 0 && (
        <nav aria-label={t('common.breadcrumb')}>
          <ol className={styles.crumbs}>
            {props.crumbs.map((crumb) => (
              <li key={crumb.to}>
                <Link to={crumb.to}>
                  <RecordText text={crumb.label} />
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className={styles.pageHead}>
        <div className={styles.pageTitle}>
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.lead && <div className={styles.lead}>{props.lead}</div>}
        </div>
        {props.actions && <div className={styles.pageActions}>{props.actions}</div>}
      </div>
      {props.children}
    </div>
  );
}

/** A framed part of a page under a second-level heading. */
export function Section(props: { title: ReactNode; id?: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section} {...(props.id ? { id: props.id } : {})}>
      <div className={styles.sectionHead}>
        <h2>{props.title}</h2>
        {props.hint && <span className={styles.sectionHint}>{props.hint}</span>}
      </div>
      {props.children}
    </section>
  );
}

export interface Fact {
  label: string;
  value: ReactNode;
  isWide?: boolean;
}

/** Names and values side by side. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.label} className={fact.isWide ? styles.factsWide : undefined}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Figures that sum up, in a row of tiles. */
export function Stats({ stats }: { stats: readonly { label: string; value: ReactNode; note?: ReactNode }[] }) {
  return (
    <dl className={styles.stats}>
      {stats.map((stat) => (
        <div key={stat.label} className={styles.stat}>
          <dt>{stat.label}</dt>
          <dd>
            {stat.value}
            {stat.note && <span className={styles.statNote}>{stat.note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
