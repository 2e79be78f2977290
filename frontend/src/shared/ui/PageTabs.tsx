// Which pages belong together? A row of links over each of them.
import { NavLink } from 'react-router';
import styles from './kit.module.css';

export interface PageTab {
  to: string;
  title: string;
  /** The address of the others begins with its own. */
  isFirst?: boolean;
  /** What waits there, told where it is more than none. */
  count?: number;
}

/** The row; the page that is open is marked. */
export function PageTabs({ label, tabs }: { label: string; tabs: readonly PageTab[] }) {
  return (
    <nav className={styles.pageTabs} aria-label={label}>
      {tabs.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end={tab.isFirst === true}>
          {tab.title}
          {tab.count !== undefined && tab.count > 0 && <span className={styles.pageTabCount}>{tab.count}</span>}
        </NavLink>
      ))}
    </nav>
  );
}
