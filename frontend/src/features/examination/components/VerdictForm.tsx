// How is a verdict written that needs words: why, what mends it, and in which field?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../../shared/i18n';
import { Button, Field, GrowingText, SelectField } from '../../../shared/ui';
import { fieldAddress } from '../../dossiers/form';
import { useDossier, useDossierForm } from '../../dossiers/queries';
import { usePlaceOf } from '../../dossiers/submission/words';
import { type Draft, verdictOf } from '../draft';
import { addressesOf } from '../items';
import type { ExaminationDetail, Item, VerdictBody } from '../types';
import styles from './examination.module.css';
import { Trouble } from './Trouble';

/** The id of the box for the reason, to which the focus goes. */
export const reasonBox = (rule: string): string => `reason-${rule}`;

/** The form of one verdict; what is typed is kept by the page, whatever happens around it. */
export function VerdictForm(props: {
  one: ExaminationDetail;
  item: Pick<Item, 'rule' | 'is_barred' | 'findings' | 'verdicts'>;
  draft: Draft;
  error: unknown;
  isPending: boolean;
  onDraft: (draft: Draft | undefined) => void;
  onSend: (verdict: VerdictBody) => void;
}) {
  const { item, draft, onDraft } = props;
  const { t } = useTranslation();
  const [isTried, setTried] = useState(false);
  const isFail = draft.ruling === 'fail';
  const edit = (part: Partial<Draft>) => onDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const verdict = verdictOf(item.rule, draft, item.is_barred);
    if (verdict && !props.isPending) props.onSend(verdict);
  };
  const isMissing = isTried && verdictOf(item.rule, draft, item.is_barred) === undefined;
  const name = t(isFail ? 'examination.failRule' : 'examination.passRule', { rule: item.rule });
  return (
    <form className={styles.form} aria-label={name} onSubmit={submit} noValidate>
      <strong>{name}</strong>
      <Field
        id={reasonBox(item.rule)}
        label={t('examination.reason')}
        hint={t(isFail ? 'examination.reasonHint' : 'examination.passReasonHint')}
        error={isMissing ? t('process.needed') : undefined}
      >
        {(wiring) => <GrowingText {...wiring} name="reason" maxLength={4000} value={draft.reason} onChange={(event) => edit({ reason: event.target.value })} />}
      </Field>
      {isFail && (
        <>
          <Field label={t('examination.fix')} hint={t('examination.fixHint')}>
            {(wiring) => <GrowingText {...wiring} name="fix" maxLength={4000} value={draft.fix} onChange={(event) => edit({ fix: event.target.value })} />}
          </Field>
          {props.one.has_dossier && <FieldChoice id={props.one.nomination_id} own={addressesOf(item)} value={draft.address} label={t('examination.field')} none={t('examination.noField')} onChange={(address) => edit({ address })} />}
        </>
      )}
      <Trouble error={props.error} />
      <div className={styles.buttons}>
        <Button type="primary" danger={isFail} htmlType="submit" aria-busy={props.isPending}>
          {t('examination.give')}
        </Button>
        <Button onClick={() => onDraft(undefined)}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}

/** A field of the form: first those that the rule is about, then all of them in their order. */
export function FieldChoice(props: { id: string; own: readonly string[]; value: string; label: string; none: string; onChange: (address: string) => void }) {
  const bilingual = useBilingual();
  const dossier = useDossier(props.id).data;
  const form = useDossierForm(dossier?.id).data;
  const placeName = usePlaceOf(form, dossier?.fields ?? {});
  const all = (form?.section ?? []).flatMap((section) =>
    section.field.map((field) => ({ value: fieldAddress(section.code, field.code), label: `${bilingual(section.title)} · ${bilingual(field.label)}` })),
  );
  const own = props.own.map((address) => ({ value: address, label: placeName(address) }));
  const options = [{ value: '', label: props.none }, ...own, ...all.filter((option) => !props.own.includes(option.value))];
  return <SelectField label={props.label} value={props.value} options={options} onChange={props.onChange} />;
}
