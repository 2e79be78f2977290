// How has the society stood? Annual checks, grades, and what became of it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel } from '../../../shared/i18n';
import { Button, Days, EmptyState, PlainTable, RecordText, Section, Tag } from '../../../shared/ui';
import { toneOfAlert, toneOfCheck } from '../labels';
import { changes, type SocietyDetail, useSocietyChange } from '../queries';
import { FormDialog, orNull } from './FormDialog';
import styles from './societies.module.css';

const RESULTS = ['passed', 'basically_passed', 'failed'] as const;
const GRADES = ['5A', '4A', '3A', '2A', '1A'] as const;
const EVENTS = ['renamed', 'suspended', 'restored', 'merged_into', 'deregistered', 'left', 'joined'] as const;

type Form = { kind: 'check' | 'grade' | 'event' } | { kind: 'end'; grade: SocietyDetail['grades'][number] };

function Forms({ society, form, onClose }: { society: SocietyDetail; form: Form; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const code = society.society_id;
  const change = useSocietyChange(code);
  if (form.kind === 'check')
    return (
      <FormDialog
        title={t('societies.recordCheck')}
        version={society.version}
        initial={{ year: '', result: 'passed', concluded_on: '', note: '' }}
        fields={[
          { name: 'year', label: t('societies.checkYear'), kind: 'number', isRequired: true },
          { name: 'result', label: t('societies.checkResult'), kind: 'select', options: RESULTS.map((value) => ({ value, label: label('societies', `check.${value}`) })) },
          { name: 'concluded_on', label: t('societies.concludedOn'), kind: 'date' },
          { name: 'note', label: t('societies.note'), kind: 'area' },
        ]}
        send={(values, _key, version) =>
          change(changes.setCheck(code, values.year ?? '', version, { result: values.result ?? '', concluded_on: orNull(values.concluded_on), note: orNull(values.note) }))
        }
        standing={(data) => {
          const list = (data as SocietyDetail).checks;
          return { year: String(list[0]?.year ?? ''), result: list[0]?.result ?? '', concluded_on: list[0]?.concluded_on ?? '', note: list[0]?.note ?? '' };
        }}
        onClose={onClose}
      />
    );
  if (form.kind === 'grade')
    return (
      <FormDialog
        title={t('societies.recordGrade')}
        initial={{ grade: '3A', announced_on: '' }}
        fields={[
          { name: 'grade', label: t('societies.grade'), kind: 'select', options: GRADES.map((value) => ({ value, label: value })) },
          { name: 'announced_on', label: t('societies.announcedOn'), kind: 'date', isRequired: true, hint: t('societies.gradeHint') },
        ]}
        send={(values, key) => change(changes.addGrade(code, key, { grade: values.grade ?? '', announced_on: values.announced_on ?? '' }))}
        onClose={onClose}
      />
    );
  if (form.kind === 'end')
    return (
      <FormDialog
        title={t('societies.endGrade')}
        version={society.version}
        isDanger
        initial={{ ended_on: '', because: '' }}
        fields={[
          { name: 'ended_on', label: t('societies.endedOn'), kind: 'date', isRequired: true },
          { name: 'because', label: t('societies.because'), kind: 'area', isRequired: true },
        ]}
        send={(values, _key, version) => change(changes.endGrade(code, form.grade.id, version, { ended_on: values.ended_on ?? '', because: values.because ?? '' }))}
        onClose={onClose}
      />
    );
  return (
    <FormDialog
      title={t('societies.recordEvent')}
      initial={{ kind: 'renamed', happened_on: '', new_name: '', other_society: '', detail: '', basis: '' }}
      fields={[
        { name: 'kind', label: t('societies.eventKind'), kind: 'select', options: EVENTS.map((value) => ({ value, label: label('societies', `event.${value}`) })) },
        { name: 'happened_on', label: t('societies.happenedOn'), kind: 'date', isRequired: true },
        { name: 'new_name', label: t('societies.newName'), isRequired: true, when: (values) => values.kind === 'renamed' },
        { name: 'other_society', label: t('societies.otherSociety'), isRequired: true, when: (values) => values.kind === 'merged_into' },
        { name: 'detail', label: t('societies.detail'), kind: 'area', when: (values) => values.kind !== 'renamed' },
        { name: 'basis', label: t('societies.basis'), kind: 'area' },
      ]}
      note={() => <p className={styles.minor}>{t('societies.eventNote')}</p>}
      send={(values, key) =>
        change(
          changes.addEvent(code, key, {
            kind: values.kind ?? '',
            happened_on: values.happened_on ?? '',
            new_name: values.kind === 'renamed' ? orNull(values.new_name) : null,
            other_society: values.kind === 'merged_into' ? orNull(values.other_society) : null,
            detail: values.kind === 'renamed' ? null : orNull(values.detail),
            basis: orNull(values.basis),
          }),
        )
      }
      onClose={onClose}
    />
  );
}

/** Checks, grades and history. */
export function StandingTab({ society }: { society: SocietyDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [form, setForm] = useState<Form>();
  const keeps = society.allowed_actions.includes('manage');
  return (
    <>
      {form && <Forms society={society} form={form} onClose={() => setForm(undefined)} />}
      <div className={styles.columns}>
        <Section title={t('societies.checks')} hint={t('societies.checksHint')}>
          {society.checks.length === 0 ? (
            <EmptyState title={t('societies.noChecks')} />
          ) : (
            <PlainTable
              label={t('societies.checks')}
              isWordy
              head={[
                { key: 'year', title: t('societies.checkYear') },
                { key: 'result', title: t('societies.checkResult') },
                { key: 'on', title: t('societies.concludedOn') },
              ]}
              rows={society.checks.map((check) => ({
                key: String(check.year),
                cells: [
                  String(check.year),
                  <span key="r" className={styles.line}>
                    <Tag tone={toneOfCheck(check.result)}>{label('societies', `check.${check.result}`)}</Tag>
                    {check.note && <RecordText text={check.note} />}
                  </span>,
                  check.concluded_on ?? '—',
                ],
              }))}
            />
          )}
          {keeps && (
            <div className={styles.sectionFoot}>
              <Button onClick={() => setForm({ kind: 'check' })}>{t('societies.recordCheck')}</Button>
            </div>
          )}
        </Section>
        <Section title={t('societies.grades')} hint={t('societies.gradesHint')}>
          {society.grades.length === 0 ? (
            <EmptyState title={t('societies.noGrades')} />
          ) : (
            <PlainTable
              label={t('societies.grades')}
              isWordy
              head={[
                { key: 'grade', title: t('societies.grade') },
                { key: 'valid', title: t('societies.validity') },
                { key: 'state', title: t('societies.inForce') },
              ]}
              rows={society.grades.map((grade) => ({
                key: grade.id,
                cells: [
                  grade.grade,
                  <span key="v">
                    <Days from={grade.valid_from} to={grade.valid_to} />
                    {grade.ended_on && (
                      <span className={styles.minor}>
                        <br />
                        {t('societies.endedEarly', { day: grade.ended_on })} <RecordText text={grade.ended_because ?? ''} />
                      </span>
                    )}
                  </span>,
                  <span key="s" className={styles.line}>
                    {grade.is_in_force ? t('societies.yes') : t('societies.no')}
                    {grade.alert && <Tag tone={toneOfAlert(grade.alert)}>{label('societies', `alert.${grade.alert}`)}</Tag>}
                    {keeps && grade.is_in_force && (
                      <button type="button" className={styles.linkButton} onClick={() => setForm({ kind: 'end', grade })}>
                        {t('societies.endGrade')}
                      </button>
                    )}
                  </span>,
                ],
              }))}
            />
          )}
          {keeps && (
            <div className={styles.sectionFoot}>
              <Button onClick={() => setForm({ kind: 'grade' })}>{t('societies.recordGrade')}</Button>
            </div>
          )}
        </Section>
      </div>
      <Section title={t('societies.history')} hint={t('societies.historyHint')}>
        {society.events.length === 0 ? (
          <EmptyState title={t('societies.noEvents')} />
        ) : (
          <ol className={styles.events}>
            {society.events.map((event) => (
              <li key={event.id}>
                <span>{event.happened_on}</span>
                <span>
                  <strong>{label('societies', `event.${event.kind}`)}</strong>
                  {event.kind === 'renamed' && event.former && (
                    <>
                      {' '}
                      <RecordText text={event.former} /> → <RecordText text={event.detail ?? ''} />
                    </>
                  )}
                  {event.kind !== 'renamed' && event.detail && (
                    <>
                      {' '}
                      <RecordText text={event.detail} />
                    </>
                  )}
                  {event.other_society && ` → ${event.other_society}`}
                  {event.basis && (
                    <span className={styles.minor}>
                      <br />
                      {t('societies.basis')}
                      {t('common.colon')}
                      <RecordText text={event.basis} />
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ol>
        )}
        {keeps && (
          <div className={styles.sectionFoot}>
            <Button onClick={() => setForm({ kind: 'event' })}>{t('societies.recordEvent')}</Button>
          </div>
        )}
      </Section>
    </>
  );
}
