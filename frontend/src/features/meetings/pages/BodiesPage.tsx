// Which panels, committees and council does a round have, and who sits in them?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import { useLabel } from '../../../shared/i18n';
import { Button, Disclosure, EmptyState, Field, Input, Page, QueryView, RecordText, Section, SelectField, Tag, Trouble } from '../../../shared/ui';
import { managesMeetings } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/meetings.module.css';
import { SeatForm, Seats } from '../components/Seats';
import { useBodies, useMakeBody, useSeatDivision } from '../queries';
import type { ReviewBody } from '../types';

/** The bodies of a round. */
export default function BodiesPage() {
  const { t } = useTranslation();
  const year = Number(useParams().year);
  const query = useBodies(year);
  const manages = managesMeetings(useAccount());
  return (
    <Page
      title={t('nav.bodies')}
      tabTitle={t('nav.bodies')}
      lead={t('meetings.bodiesLead')}
      actions={<Link to={`/rounds/${year}/meetings`}>{t('nav.reviewMeetings')}</Link>}
    >
      <QueryView query={query} rows={10} isFramed>
        {(bodies) => (
          <>
            {manages && (
              <Section title={t('meetings.newBody')}>
                <div className={styles.stack}>
                  {!bodies.some((body) => body.kind === 'panel') && <SeatDivision year={year} />}
                  <BodyForm year={year} />
                </div>
              </Section>
            )}
            {bodies.length === 0 ? (
              <Section title={t('nav.bodies')}>
                <EmptyState title={t('meetings.noBodies')} text={t('meetings.noBodiesText')} />
              </Section>
            ) : (
              bodies.map((body) => <BodyPart key={body.id} year={year} body={body} manages={manages} />)
            )}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function BodyPart({ year, body, manages }: { year: number; body: ReviewBody; manages: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const living = body.seats.filter((seat) => !seat.ended_at).length;
  const most = body.most ?? undefined;
  return (
    <Section
      title={<RecordText text={body.name} />}
      hint={
        <>
          <Tag tone="blue">{label('meetings', `kinds.${body.kind}`)}</Tag> {body.category && <Tag>{label('categoryShort', body.category)}</Tag>}{' '}
          <Tag tone={body.is_fit ? 'green' : 'gold'}>{most === undefined ? t('meetings.sizeLeast', { living, least: body.least }) : t('meetings.size', { living, least: body.least, most })}</Tag>
        </>
      }
    >
      <div className={styles.stack}>
        <Disclosure label={t('meetings.showSeats', { count: living })} about={<RecordText text={body.name} />}>
          <Seats year={year} body={body} />
        </Disclosure>
        {manages && body.may_change && <SeatForm year={year} body={body} />}
        {manages && !body.may_change && <p className={styles.minor}>{t('meetings.meetingGoesOn')}</p>}
      </div>
    </Section>
  );
}

function SeatDivision({ year }: { year: number }) {
  const { t } = useTranslation();
  const seat = useSeatDivision(year);
  const key = useRef(newKey());
  return (
    <div className={styles.stack}>
      <p>{t('meetings.fromDivisionText')}</p>
      <div className={styles.row}>
        <Button type="primary" onClick={() => seat.mutate(key.current)} aria-busy={seat.isPending}>
          {t('meetings.fromDivision')}
        </Button>
        <Link to={`/rounds/${year}/matching`}>{t('meetings.toDivision')}</Link>
      </div>
      <Trouble error={seat.error} stale={t('meetings.stale')} />
    </div>
  );
}

const KINDS = ['committee', 'council', 'panel'] as const;
const CATEGORIES = ['TOP', 'NAT', 'INV', 'PRO', 'INT'] as const;

function BodyForm({ year }: { year: number }) {
  const { t } = useTranslation();
  const label = useLabel();
  const make = useMakeBody(year);
  const key = useRef(newKey());
  const [text, setText] = useState({ kind: 'committee' as (typeof KINDS)[number], name: '', category: 'NAT' });
  const edit = (part: Partial<typeof text>) => {
    key.current = newKey();
    setText({ ...text, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (make.isPending) return;
    const category = text.kind === 'committee' ? text.category : null;
    make.mutate({ key: key.current, body: { kind: text.kind, name: text.name.trim(), category } }, { onSuccess: () => edit({ name: '' }) });
  };
  return (
    <Disclosure label={t('meetings.newBody')}>
      <form className={styles.form} aria-label={t('meetings.newBody')} onSubmit={submit} noValidate>
        <div className={styles.fields}>
          <SelectField
            label={t('meetings.columns.kind')}
            value={text.kind}
            options={KINDS.map((kind) => ({ value: kind, label: t(`meetings.kinds.${kind}`) }))}
            onChange={(kind) => edit({ kind: kind as (typeof KINDS)[number] })}
          />
          {text.kind === 'committee' && (
            <SelectField
              label={t('meetings.columns.category')}
              value={text.category}
              options={CATEGORIES.map((code) => ({ value: code, label: label('category', code) }))}
              onChange={(category) => edit({ category })}
            />
          )}
          <Field label={t('meetings.columns.bodyName')} error={fieldFault(make.error, '/name')}>
            {(wiring) => <Input {...wiring} name="body-name" value={text.name} onChange={(event) => edit({ name: event.target.value })} />}
          </Field>
        </div>
        <Trouble error={make.error} stale={t('meetings.stale')} />
        <div>
          <Button type="primary" htmlType="submit" aria-busy={make.isPending}>
            {t('meetings.makeBody')}
          </Button>
        </div>
      </form>
    </Disclosure>
  );
}
