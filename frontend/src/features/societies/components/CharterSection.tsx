// By which majority does the society's council resolve? What holds, every version, and the forms that enter and confirm one.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CharterShare, CharterTerms } from '../../../api/types';
import { useCharterText } from '../../../shared/charter';
import { useLabel } from '../../../shared/i18n';
import { useNameOf } from '../../../shared/names';
import { Button, Facts, PlainTable, RecordText, Section, Tag, type Tone } from '../../../shared/ui';
import { changes, type SocietyCharterStanding, type SocietyCharterView, type SocietyDetail, useSocietyChange } from '../queries';
import { FormDialog, type Values } from './FormDialog';
import styles from './societies.module.css';

const TONES: Record<string, Tone> = { pending: 'gold', in_force: 'green', coming: 'blue' };

/** A share as it is typed, such as 2/3; what is none is sent as one that the server refuses at its field. */
function shareOf(text: string | undefined, kind: string | undefined): CharterShare {
  const found = /^(\d{1,4})\/(\d{1,4})$/.exec((text ?? '').normalize('NFKC').replace(/\s/g, ''));
  return { numerator: Number(found?.[1] ?? 0), denominator: Number(found?.[2] ?? 0), is_exclusive: kind === 'more' };
}

function valuesOf(terms: CharterTerms): Values {
  const kind = (share: CharterShare) => (share.is_exclusive ? 'more' : 'least');
  const share = (one: CharterShare) => `${one.numerator}/${one.denominator}`;
  return {
    valid_from: '',
    quorum_kind: kind(terms.quorum),
    'terms/quorum/numerator': share(terms.quorum),
    threshold_kind: kind(terms.threshold),
    'terms/threshold/numerator': share(terms.threshold),
    base: terms.base,
    abstained: terms.counts_abstained ? 'yes' : 'no',
    recused: terms.counts_recused ? 'yes' : 'no',
    'terms/clause': '',
  };
}

function EnterForm({ society, terms, onClose }: { society: SocietyDetail; terms: CharterTerms; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useSocietyChange(society.society_id);
  const kinds = [
    { value: 'least', label: t('charter.kindLeast') },
    { value: 'more', label: t('charter.kindMore') },
  ];
  const counted = [
    { value: 'yes', label: t('charter.counted') },
    { value: 'no', label: t('charter.notCounted') },
  ];
  const bases = [
    { value: 'present', label: t('charter.ofPresent') },
    { value: 'members', label: t('charter.ofMembers') },
  ];
  // A field is named after the places that the server tells a fault of.
  return (
    <FormDialog
      title={t('charter.enter')}
      initial={valuesOf(terms)}
      fields={[
        { name: 'terms/clause', label: t('charter.clause'), isRequired: true, hint: t('charter.clauseHint') },
        { name: 'valid_from', label: t('charter.validFrom'), kind: 'date', isRequired: true, hint: t('charter.validFromHint') },
        { name: 'quorum_kind', label: t('charter.quorumKind'), kind: 'select', options: kinds },
        { name: 'terms/quorum/numerator', also: ['terms/quorum/denominator'], label: t('charter.quorum'), isRequired: true, hint: t('charter.shareHint') },
        { name: 'threshold_kind', label: t('charter.thresholdKind'), kind: 'select', options: kinds },
        { name: 'terms/threshold/numerator', also: ['terms/threshold/denominator'], label: t('charter.threshold'), isRequired: true, hint: t('charter.shareHint') },
        { name: 'base', label: t('charter.base'), kind: 'select', options: bases },
        { name: 'abstained', label: t('charter.abstained'), kind: 'select', options: counted },
        { name: 'recused', label: t('charter.recused'), kind: 'select', options: counted },
      ]}
      note={() => <p className={styles.minor}>{t('charter.enterNote')}</p>}
      send={(values, key) =>
        change(
          changes.enterCharter(society.society_id, key, {
            valid_from: values.valid_from ?? '',
            terms: {
              clause: (values['terms/clause'] ?? '').trim(),
              quorum: shareOf(values['terms/quorum/numerator'], values.quorum_kind),
              threshold: shareOf(values['terms/threshold/numerator'], values.threshold_kind),
              base: values.base ?? 'present',
              counts_abstained: values.abstained === 'yes',
              counts_recused: values.recused === 'yes',
            },
          }),
        )
      }
      onClose={onClose}
    />
  );
}

function ConfirmForm({ society, version, onClose }: { society: SocietyDetail; version: SocietyCharterView; onClose: () => void }) {
  const { t } = useTranslation();
  const say = useCharterText();
  const change = useSocietyChange(society.society_id);
  return (
    <FormDialog
      title={t('charter.confirmTitle', { number: version.number })}
      submit={t('charter.confirm')}
      version={society.version}
      initial={{}}
      fields={[]}
      note={() => (
        <>
          <p>{say(version.terms)}</p>
          <p>
            <RecordText text={version.terms.clause} />
          </p>
          <p className={styles.minor}>{t('charter.confirmNote')}</p>
        </>
      )}
      send={(_values, _key, seen) => change(changes.confirmCharter(society.society_id, version.number, seen))}
      onClose={onClose}
    />
  );
}

function Versions({ charter, onConfirm }: { charter: SocietyCharterStanding; onConfirm: (version: SocietyCharterView) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const say = useCharterText();
  const nameOf = useNameOf();
  return (
    <PlainTable
      label={t('charter.versions')}
      isWordy
      head={[
        { key: 'number', title: t('charter.number') },
        { key: 'from', title: t('charter.validFrom') },
        { key: 'terms', title: t('charter.terms') },
        { key: 'state', title: t('charter.state') },
        { key: 'people', title: t('charter.people') },
      ]}
      rows={charter.history.map((one) => ({
        key: String(one.number),
        cells: [
          t('timetable.version', { version: one.number }),
          one.valid_from,
          <span key="t">
            {say(one.terms)}
            <br />
            <RecordText text={one.terms.clause} />
          </span>,
          <span key="s" className={styles.line}>
            <Tag tone={TONES[one.state] ?? 'neutral'}>{label('charter', `states.${one.state}`)}</Tag>
            {one.is_confirmable && (
              <button type="button" className={styles.linkButton} onClick={() => onConfirm(one)}>
                {t('charter.confirm')}
                <span className="visually-hidden">
                  {t('common.colon')}
                  {t('timetable.version', { version: one.number })}
                </span>
              </button>
            )}
          </span>,
          <span key="p">
            <RecordText text={t('charter.enteredBy', { name: nameOf(one.entered_by) })} />
            {one.confirmed_by && (
              <>
                <br />
                <RecordText text={t('charter.confirmedBy', { name: nameOf(one.confirmed_by) })} />
              </>
            )}
          </span>,
        ],
      }))}
    />
  );
}

/** The charter of a society. */
export function CharterSection({ society }: { society: SocietyDetail }) {
  const { t } = useTranslation();
  const say = useCharterText();
  const [isEntering, setEntering] = useState(false);
  const [confirmed, setConfirmed] = useState<SocietyCharterView>();
  const { charter } = society;
  const { now } = charter;
  return (
    <Section title={t('charter.title')} hint={t('charter.hint')}>
      {isEntering && <EnterForm society={society} terms={now.terms} onClose={() => setEntering(false)} />}
      {confirmed && <ConfirmForm society={society} version={confirmed} onClose={() => setConfirmed(undefined)} />}
      <div className={styles.stack}>
        <Facts
          facts={[
            { label: t('charter.now'), value: say(now.terms), isWide: true },
            { label: t('charter.number'), value: now.number && now.valid_from ? t('charter.version', { number: now.number, day: now.valid_from }) : t('charter.model'), isWide: true },
            { label: t('charter.clause'), value: <RecordText text={now.terms.clause} />, isWide: true },
          ]}
        />
        {charter.history.length > 0 && <Versions charter={charter} onConfirm={setConfirmed} />}
      </div>
      {society.allowed_actions.includes('charter') && (
        <div className={styles.sectionFoot}>
          <Button onClick={() => setEntering(true)}>{t('charter.enter')}</Button>
        </div>
      )}
    </Section>
  );
}
