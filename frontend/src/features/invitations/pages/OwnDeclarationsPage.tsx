// Which interests have I declared myself, and how do I declare one or ask to withdraw it?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, EmptyState, Page, QueryView, ReasonForm, RecordText, Section, SelectField, Tag } from '../../../shared/ui';
import { currentRound, useRounds } from '../../awards/queries';
import { decidesRecusals } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { NominationPicker } from '../../recusals/components/Pickers';
import { TargetFields } from '../../recusals/components/TargetFields';
import { Trouble } from '../../recusals/components/Trouble';
import { bodyOf, DECLARED_KINDS, type DeclarationDraft, emptyDeclaration, isComplete } from '../../recusals/declaration';
import { useDeclareOwn, useOwnDeclarations, useWithdrawOwn } from '../../recusals/queries';
import type { OwnDeclaration } from '../../recusals/types';
import { toneOfDeclaration } from '../../recusals/words';
import styles from '../components/invitations.module.css';

/** One's own declarations: a reviewer's, or those of the office's staff. */
export default function OwnDeclarationsPage() {
  const { t } = useTranslation();
  const isStaff = decidesRecusals(useAccount());
  const query = useOwnDeclarations();
  return (
    <div className={styles.large}>
      <Page title={t('invitations.own.title')} tabTitle={t('invitations.own.title')} lead={t(isStaff ? 'invitations.own.staffLead' : 'invitations.own.lead')}>
        <NewDeclaration isStaff={isStaff} />
        <Section title={t('invitations.own.list')}>
          <QueryView query={query} rows={4}>
            {(declarations) =>
              declarations.length === 0 ? (
                <EmptyState title={t('invitations.own.none')} text={t('invitations.own.noneText')} />
              ) : (
                <ul className={styles.declarations}>
                  {declarations.map((one) => (
                    <Declared key={one.id} one={one} />
                  ))}
                </ul>
              )
            }
          </QueryView>
        </Section>
      </Page>
    </div>
  );
}

/** A declaration not made yet: a member of the staff names the nomination, a reviewer a person or a unit. */
function NewDeclaration({ isStaff }: { isStaff: boolean }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const rounds = useRounds();
  if (!isOpen) {
    return (
      <div className={styles.buttons}>
        <Button size="large" type="primary" onClick={() => setOpen(true)}>
          {t('invitations.own.new')}
        </Button>
      </div>
    );
  }
  return (
    <Section title={t('invitations.own.new')}>
      <QueryView query={rounds} rows={4}>
        {(all) => <NewForm isStaff={isStaff} year={currentRound(all)?.year} onClose={() => setOpen(false)} />}
      </QueryView>
    </Section>
  );
}

function NewForm({ isStaff, year, onClose }: { isStaff: boolean; year: number | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const declare = useDeclareOwn();
  const [draft, setDraft] = useState<DeclarationDraft>({ ...emptyDeclaration, target: isStaff ? 'nomination' : 'person' });
  const [key] = useState(newKey);
  const edit = (part: Partial<DeclarationDraft>) => setDraft({ ...draft, ...part });
  if (year === undefined) return <EmptyState title={t('home.noRounds')} text={t('home.noRoundsText')} />;
  return (
    <ReasonForm
      label={t('invitations.own.new')}
      reasonLabel={t('recusals.declarations.text')}
      hint={t('recusals.declarations.textHint')}
      send={t('invitations.own.send')}
      isFit={isComplete(draft)}
      unfit={t('invitations.own.incomplete')}
      trouble={<Trouble error={declare.error} />}
      isPending={declare.isPending}
      onSend={(text) => declare.mutate({ ...bodyOf(draft, text), round: year, key }, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <SelectField
        label={t('recusals.columns.kind')}
        value={draft.kind}
        options={[{ value: '', label: t('recusals.choose') }, ...DECLARED_KINDS.map((value) => ({ value, label: t(`recusals.declarations.kinds.${value}`) }))]}
        onChange={(kind) => edit({ kind })}
      />
      {isStaff ? (
        <NominationPicker year={year} label={t('recusals.columns.nomination')} chosen={draft.nomination} onChoose={(nomination) => edit({ nomination })} />
      ) : (
        <TargetFields draft={draft} onEdit={edit} />
      )}
    </ReasonForm>
  );
}

function Declared({ one }: { one: OwnDeclaration }) {
  const { t } = useTranslation();
  const label = useLabel();
  const bilingual = useBilingual();
  const language = useLanguage();
  const withdraw = useWithdrawOwn();
  const [isOpen, setOpen] = useState(false);
  const about = one.nomination?.title ?? (one.person ? [one.person.name, one.person.unit].filter(Boolean).join(' · ') : one.unit);
  return (
    <li>
      <p className={styles.cardHead}>
        <strong>{bilingual({ zh: one.kind_zh, en: one.kind_en })}</strong>
        <Tag tone={toneOfDeclaration(one.state)}>{label('recusals', `declarations.states.${one.state}`)}</Tag>
      </p>
      <p>
        <RecordText text={about} />
      </p>
      <p className={styles.soft}>
        <RecordText text={one.text} />
      </p>
      <p className={styles.soft}>
        {t('invitations.own.declaredAt', { time: formatTime(one.declared_at, language) })}
        {one.state === 'in_force' && one.withdrawal_asked_at && ` · ${t('invitations.own.withdrawalAskedAt', { time: formatTime(one.withdrawal_asked_at, language) })}`}
        {one.withdrawn_at && ` · ${t('invitations.own.withdrawnAt', { time: formatTime(one.withdrawn_at, language) })}`}
      </p>
      {one.state === 'in_force' &&
        !one.withdrawal_asked_at &&
        (isOpen ? (
          <ReasonForm
            label={t('invitations.own.withdraw')}
            reasonLabel={t('invitations.own.withdrawReason')}
            hint={t('invitations.own.withdrawHint')}
            send={t('invitations.own.withdraw')}
            isDanger
            trouble={<Trouble error={withdraw.error} />}
            isPending={withdraw.isPending}
            onSend={(reason) => withdraw.mutate({ one, reason }, { onSuccess: () => setOpen(false) })}
            onCancel={() => setOpen(false)}
          />
        ) : (
          <div>
            <Button onClick={() => setOpen(true)}>
              {t('invitations.own.withdraw')}
              <span className="visually-hidden">
                {t('common.colon')}
                <RecordText text={about} />
              </span>
            </Button>
          </div>
        ))}
    </li>
  );
}
