// May the society nominate, until when, and by which route? With its applications and the change of route.
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { newKey } from '../../../api/intent';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, ButtonLink, By, Days, EmptyState, Facts, PlainTable, QueryView, RecordText, Section, Tag, useProblemText } from '../../../shared/ui';
import { toneOfAlert, toneOfQualification } from '../labels';
import { changes, type SocietyDetail, useQualifications, useRouteEffect, useSocietyChange } from '../queries';
import { FormDialog } from './FormDialog';
import styles from './societies.module.css';

const WAITING = ['draft', 'submitted', 'returned', 'checked', 'appealed'];

function Effect({ code, route, year }: { code: string; route: string; year: number }) {
  const { t } = useTranslation();
  const query = useRouteEffect(code, route, year);
  return <Alert type="info" title={t('qualification.effect')} description={query.data?.effect ?? '…'} />;
}

function RouteForm({ society, onClose }: { society: SocietyDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const change = useSocietyChange(society.society_id);
  const { route } = society;
  const other = route.next === 'direct' ? 'via_cast' : 'direct';
  return (
    <FormDialog
      title={t('qualification.changeRoute')}
      version={society.version}
      initial={{ route: other, from_year: String(route.next_year), reason: '' }}
      standing={(data) => {
        const now = (data as SocietyDetail).route;
        return { route: now.next, from_year: String(now.next_year), reason: now.history[0]?.reason ?? '' };
      }}
      fields={[
        { name: 'route', label: t('qualification.route'), kind: 'select', options: ['direct', 'via_cast'].map((value) => ({ value, label: label('societies', `route.${value}`) })) },
        { name: 'from_year', label: t('qualification.fromYear'), kind: 'number', isRequired: true, hint: t('qualification.fromYearHint') },
        { name: 'reason', label: t('qualification.reason'), kind: 'area', isRequired: true },
      ]}
      note={(values) => /^\d{4}$/.test(values.from_year ?? '') && <Effect code={society.society_id} route={values.route ?? ''} year={Number(values.from_year)} />}
      send={(values, _key, version) =>
        change(changes.setRoute(society.society_id, version, { route: values.route ?? '', from_year: Number(values.from_year), reason: values.reason ?? '' }))
      }
      onClose={onClose}
    />
  );
}

/** Standing, route and applications. */
export function QualificationTab({ society }: { society: SocietyDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const navigate = useNavigate();
  const textOf = useProblemText();
  const code = society.society_id;
  const query = useQualifications({ society: code });
  const [isRouting, setRouting] = useState(false);
  const [error, setError] = useState<unknown>();
  const key = useRef(newKey());
  const waits = query.data?.some((row) => WAITING.includes(row.state)) ?? true;
  const mayApply = society.allowed_actions.includes('apply') && query.data !== undefined && !waits;
  const { route } = society;
  const apply = async () => {
    try {
      const made = await changes.apply(code, key.current);
      void navigate(`/qualifications/${made.data.id}`);
    } catch (caught) {
      key.current = newKey();
      setError(caught);
    }
  };
  return (
    <>
      {isRouting && <RouteForm society={society} onClose={() => setRouting(false)} />}
      <div className={styles.columns}>
        <Section title={t('qualification.now')}>
          <Facts
            facts={[
              {
                label: t('qualification.standing'),
                value: (
                  <span className={styles.line}>
                    <Tag tone={toneOfQualification(society.qualification)}>{label('societies', `standing.${society.qualification}`)}</Tag>
                    {society.qualification_alert && <Tag tone={toneOfAlert(society.qualification_alert)}>{label('societies', `alert.${society.qualification_alert}`)}</Tag>}
                  </span>
                ),
                isWide: true,
              },
              {
                label: t('qualification.term'),
                value: society.qualified_from && society.qualified_until ? <Days from={society.qualified_from} to={society.qualified_until} /> : '—',
                isWide: true,
              },
            ]}
          />
          {error !== undefined && <Alert type="error" showIcon title={textOf(error)} />}
          <div className={styles.sectionFoot}>
            {mayApply && (
              <Button type="primary" onClick={() => void apply()}>
                {['granted', 'probation', 'expired'].includes(society.qualification) ? t('qualification.renew') : t('qualification.apply')}
              </Button>
            )}
            {society.qualification_id && <ButtonLink to={`/qualifications/${society.qualification_id}`}>{t('qualification.open')}</ButtonLink>}
          </div>
        </Section>
        <Section title={t('qualification.route')} hint={t('qualification.routeHint')}>
          <Facts
            facts={[
              { label: t('qualification.routeNow'), value: label('societies', `route.${route.now}`) },
              { label: t('qualification.routeNext', { year: route.next_year }), value: label('societies', `route.${route.next}`) },
            ]}
          />
          {route.history.length > 0 && (
            <ol className={`${styles.events} ${styles.ruled}`}>
              {route.history.map((set) => (
                <li key={set.from_year}>
                  <span>{t('qualification.since', { year: set.from_year })}</span>
                  <span>
                    <strong>{label('societies', `route.${set.route}`)}</strong> <RecordText text={set.reason} />
                    <span className={styles.minor}>
                      <br />
                      <By name={set.decided_by} time={formatTime(set.decided_at, language)} />
                    </span>
                  </span>
                </li>
              ))}
            </ol>
          )}
          {society.allowed_actions.includes('manage') && (
            <div className={styles.sectionFoot}>
              <Button onClick={() => setRouting(true)}>{t('qualification.changeRoute')}</Button>
            </div>
          )}
        </Section>
      </div>
      <Section title={t('qualification.applications')}>
        <QueryView query={query}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title={t('qualification.none')} />
            ) : (
              <PlainTable
                label={t('qualification.applications')}
                head={[
                  { key: 'open', title: t('qualification.made') },
                  { key: 'state', title: t('qualification.state') },
                  { key: 'term', title: t('qualification.term') },
                ]}
                rows={rows.map((row) => ({
                  key: row.id,
                  cells: [
                    <Link key="l" to={`/qualifications/${row.id}`}>
                      {formatTime(row.created_at, language)}
                    </Link>,
                    <Tag key="s" tone={toneOfQualification(row.state)}>
                      {label('qualification', `states.${row.state}`)}
                    </Tag>,
                    row.valid_from && row.valid_to ? <Days key="t" from={row.valid_from} to={row.valid_to} /> : '—',
                  ],
                }))}
              />
            )
          }
        </QueryView>
      </Section>
    </>
  );
}
