// Which plain controls does the library lend us? The only door to them: pages import from here.
import { type AlertProps, Alert as AntAlert, Button as AntButton, type ButtonProps } from 'antd';
import type { MouseEvent, ReactNode } from 'react';
import { useHref, useLinkClickHandler } from 'react-router';
import styles from './kit.module.css';
import { RecordText } from './RecordText';

export {
  BellOutlined,
  CheckCircleFilled,
  DownOutlined,
  MenuOutlined,
  SafetyCertificateOutlined,
  SearchOutlined,
  UserOutlined,
} from '@ant-design/icons';
export type { InputRef } from 'antd';
export { Button, Input, Progress, Skeleton } from 'antd';

const marked = (part: ReactNode): ReactNode => (typeof part === 'string' && part !== '' ? <RecordText text={part} /> : part);

/** A message in a box. What it says may quote the records, and is marked with their language. */
export function Alert({ title, description, ...rest }: AlertProps) {
  return <AntAlert {...rest} title={marked(title)} description={marked(description)} />;
}

/** A link within the app that looks like a button. */
export function ButtonLink({ to, ...rest }: Omit<ButtonProps, 'href' | 'onClick'> & { to: string }) {
  const href = useHref(to);
  const follow = useLinkClickHandler<HTMLAnchorElement>(to);
  return (
    <AntButton
      {...rest}
      href={href}
      onClick={(event) => follow(event as unknown as MouseEvent<HTMLAnchorElement>)}
    />
  );
}

export type Tone = 'neutral' | 'blue' | 'green' | 'gold' | 'red';

/** A short word on a coloured ground; the colour never says anything that the word does not. */
export function Tag({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  );
}

/** Several tags in a row that wraps. */
export function Tags({ children }: { children: ReactNode }) {
  return <span className={styles.tags}>{children}</span>;
}
