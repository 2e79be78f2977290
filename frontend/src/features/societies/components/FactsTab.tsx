// Who is the society? Facts, officers, contacts; each with its form for who keeps the register.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { Button, Days, EmptyState, Facts, PlainTable, RecordText, Section, Tag } from '../../../shared/ui';
import { GROUPS, toneOfAlert } from '../labels';
import { changes, type SocietyDetail, type SocietyFacts, useSocietyChange } from '../queries';
import { CharterSection } from './CharterSection';
import { FormDialog, type FormField, numberOrNull, orNull, type Values } from './FormDialog';
import styles from './societies.module.css';

const DUTIES = ['president', 'vice_president', 'secretary_general', 'chief_supervisor', 'legal_representative', 'party_secretary'] as const;

const text = (value: string | number | null | undefined) => (value === null || value === undefined ? '' : String(value));

const factsOf = (facts: SocietyFacts): Values => Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, text(value as string | null)]));

function FactsForm({ society, onClose }: { society: SocietyDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const change = useSocietyChange(society.society_id);
  const field = (name: string, kind: FormField['kind'] = 'text', hint?: string): FormField => ({ name, label: label('societies', `fact.${name}`), kind, ...(hint ? { hint } : {}) });
  // What was imported may be in another group.
  const groups = [...new Set(['', ...GROUPS, text(society.facts.group)])];
  return (
    <FormDialog
      title={t('societies.editFacts')}
      version={society.version}
      initial={factsOf(society.facts)}
      standing={(data) => factsOf((data as SocietyDetail).facts)}
      fields={[
        field('name_en'),
        { ...field('group', 'select'), options: groups.map((value) => ({ value, label: value === '' ? '—' : label('societies', `groups.${value}`) })) },
        field('credit_code', 'text', t('societies.creditCodeHint')),
        field('registration_no'),
        field('supervising_body'),
        field('supporting_unit'),
        field('founded_on', 'date'),
        field('council_term', 'number'),
        field('council_term_ends', 'date'),
        field('members', 'number'),
        field('website'),
      ]}
      send={(values, _key, version) => {
        const numbers = ['council_term', 'members'];
        const body = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, numbers.includes(name) ? numberOrNull(value) : orNull(value)]));
        return change(changes.facts(society.society_id, version, body as SocietyFacts));
      }}
      onClose={onClose}
    />
  );
}

type Officer = SocietyDetail['officers'][number];
type Contact = SocietyDetail['contacts'][number];

function OfficerForm({ society, officer, onClose }: { society: SocietyDetail; officer: Officer | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const change = useSocietyChange(society.society_id);
  const values = (one: Officer | undefined): Values => ({
    duty: one?.duty ?? 'secretary_general',
    name: text(one?.name),
    unit: text(one?.unit),
    term: text(one?.term ?? society.facts.council_term),
    from_on: text(one?.from_on),
    to_on: text(one?.to_on),
  });
  return (
    <FormDialog
      title={officer ? t('societies.editOfficer') : t('societies.addOfficer')}
      version={society.version}
      initial={values(officer)}
      standing={(data) => values((data as SocietyDetail).officers.find((one) => one.id === officer?.id))}
      fields={[
        { name: 'duty', label: t('societies.duty'), kind: 'select', options: DUTIES.map((value) => ({ value, label: label('societies', `duties.${value}`) })) },
        { name: 'name', label: t('societies.name'), isRequired: true },
        { name: 'unit', label: t('societies.unit') },
        { name: 'term', label: t('societies.term'), kind: 'number' },
        { name: 'from_on', label: t('societies.from'), kind: 'date' },
        { name: 'to_on', label: t('societies.to'), kind: 'date', hint: t('societies.toHint') },
      ]}
      send={(given, key, version) => {
        const body = {
          duty: given.duty ?? '',
          name: (given.name ?? '').trim(),
          unit: orNull(given.unit),
          term: numberOrNull(given.term),
          from_on: orNull(given.from_on),
          to_on: orNull(given.to_on),
        };
        return change(officer ? changes.setOfficer(society.society_id, officer.id, version, body) : changes.addOfficer(society.society_id, key, body));
      }}
      onClose={onClose}
    />
  );
}

function ContactForm({ society, contact, onClose }: { society: SocietyDetail; contact: Contact | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useSocietyChange(society.society_id);
  const values = (one: Contact | undefined): Values => ({ name: text(one?.name), duty: text(one?.duty), phone: text(one?.phone), email: text(one?.email) });
  return (
    <FormDialog
      title={contact ? t('societies.editContact') : t('societies.addContact')}
      version={society.version}
      initial={values(contact)}
      standing={(data) => values((data as SocietyDetail).contacts.find((one) => one.id === contact?.id))}
      fields={[
        { name: 'name', label: t('societies.name'), isRequired: true },
        { name: 'duty', label: t('societies.contactFor') },
        { name: 'phone', label: t('societies.phone'), hint: t('societies.phoneHint') },
        { name: 'email', label: t('societies.email') },
      ]}
      send={(given, key, version) => {
        const body = { name: (given.name ?? '').trim(), duty: orNull(given.duty), phone: orNull(given.phone), email: orNull(given.email) };
        return change(contact ? changes.setContact(society.society_id, contact.id, version, body) : changes.addContact(society.society_id, key, body));
      }}
      onClose={onClose}
    />
  );
}

type Form = 'facts' | 'officer' | 'contact';

/** Facts, officers and contacts. */
export function FactsTab({ society }: { society: SocietyDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const [form, setForm] = useState<{ form: Form; officer?: Officer; contact?: Contact }>();
  const keeps = society.allowed_actions.includes('manage');
  const { facts } = society;
  const close = () => setForm(undefined);
  const fact = (name: keyof SocietyFacts) => ({ label: label('societies', `fact.${name}`), value: text(facts[name]) === '' ? '—' : <RecordText text={text(facts[name])} /> });
  return (
    <>
      {form?.form === 'facts' && <FactsForm society={society} onClose={close} />}
      {form?.form === 'officer' && <OfficerForm society={society} officer={form.officer} onClose={close} />}
      {form?.form === 'contact' && <ContactForm society={society} contact={form.contact} onClose={close} />}
      <Section title={t('societies.tab.facts')}>
        <Facts
          facts={[
            { label: label('societies', 'fact.name_en'), value: facts.name_en ? <RecordText text={facts.name_en} /> : '—', isWide: true },
            { label: label('societies', 'fact.group'), value: facts.group ? label('societies', `groups.${facts.group}`) : '—' },
            fact('credit_code'),
            fact('registration_no'),
            { label: label('societies', 'fact.supervising_body'), value: facts.supervising_body ? <RecordText text={facts.supervising_body} /> : '—' },
            { label: label('societies', 'fact.supporting_unit'), value: facts.supporting_unit ? <RecordText text={facts.supporting_unit} /> : '—' },
            fact('founded_on'),
            { label: label('societies', 'fact.members'), value: facts.members === null || facts.members === undefined ? '—' : formatCount(facts.members, language) },
            {
              label: label('societies', 'fact.council_term'),
              value: (
                <span className={styles.line}>
                  <span>{facts.council_term ? t('societies.councilOf', { term: facts.council_term }) : '—'}</span>
                  {facts.council_term_ends && <span>{t('societies.until', { day: facts.council_term_ends })}</span>}
                  {society.council_alert && <Tag tone={toneOfAlert(society.council_alert)}>{label('societies', `alert.${society.council_alert}`)}</Tag>}
                </span>
              ),
            },
            fact('website'),
          ]}
        />
        {keeps && (
          <div className={styles.sectionFoot}>
            <Button onClick={() => setForm({ form: 'facts' })}>{t('societies.editFacts')}</Button>
          </div>
        )}
      </Section>
      <CharterSection society={society} />
      <Section title={t('societies.officers')}>
        {society.officers.length === 0 ? (
          <EmptyState title={t('societies.noOfficers')} />
        ) : (
          <PlainTable
            label={t('societies.officers')}
            head={[
              { key: 'name', title: t('societies.name') },
              { key: 'duty', title: t('societies.duty') },
              { key: 'unit', title: t('societies.unit') },
              { key: 'term', title: t('societies.termOfOffice') },
              { key: 'state', title: t('societies.inOffice') },
              ...(keeps ? [{ key: 'edit', title: t('common.actions') }] : []),
            ]}
            rows={society.officers.map((one) => ({
              key: one.id,
              cells: [
                <RecordText key="n" text={one.name} />,
                label('societies', `duties.${one.duty}`),
                one.unit ? <RecordText key="u" text={one.unit} /> : '—',
                <Days key="t" from={one.from_on} to={one.to_on} />,
                one.is_in_office ? t('societies.yes') : t('societies.no'),
                ...(keeps
                  ? [
                      <button key="e" type="button" className={styles.linkButton} onClick={() => setForm({ form: 'officer', officer: one })}>
                        {t('societies.edit')}
                        <span className="visually-hidden">
                          {t('common.colon')}
                          <RecordText text={one.name} />
                        </span>
                      </button>,
                    ]
                  : []),
              ],
            }))}
          />
        )}
        {keeps && (
          <div className={styles.sectionFoot}>
            <Button onClick={() => setForm({ form: 'officer' })}>{t('societies.addOfficer')}</Button>
          </div>
        )}
      </Section>
      <Section title={t('societies.contacts')} hint={t('societies.contactsHint')}>
        {society.contacts.length === 0 ? (
          <EmptyState title={t('societies.noContacts')} />
        ) : (
          <PlainTable
            label={t('societies.contacts')}
            isWordy
            head={[
              { key: 'name', title: t('societies.name') },
              { key: 'duty', title: t('societies.contactFor') },
              { key: 'reach', title: t('societies.reach') },
              ...(keeps ? [{ key: 'edit', title: t('common.actions') }] : []),
            ]}
            rows={society.contacts.map((one) => ({
              key: one.id,
              cells: [
                <RecordText key="n" text={one.name} />,
                one.duty ? <RecordText key="d" text={one.duty} /> : '—',
                [one.phone, one.email].filter(Boolean).join(' · ') || '—',
                ...(keeps
                  ? [
                      <button key="e" type="button" className={styles.linkButton} onClick={() => setForm({ form: 'contact', contact: one })}>
                        {t('societies.edit')}
                        <span className="visually-hidden">
                          {t('common.colon')}
                          <RecordText text={one.name} />
                        </span>
                      </button>,
                    ]
                  : []),
              ],
            }))}
          />
        )}
        {keeps && (
          <div className={styles.sectionFoot}>
            <Button onClick={() => setForm({ form: 'contact' })}>{t('societies.addContact')}</Button>
          </div>
        )}
      </Section>
    </>
  );
}
