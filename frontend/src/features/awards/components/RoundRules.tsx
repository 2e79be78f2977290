// By which forms and rules does the round go? As it was opened, with the switches that stand otherwise than by default.
import { useTranslation } from 'react-i18next';
import type { RoundRules as Rules } from '../../../api/types';
import { useClause } from '../../../shared/clause';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { PlainTable, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { useRoundRules } from '../queries';
import styles from './awards.module.css';

/** The forms of the round with their versions, its book of rules, and what it turns on or off. */
export function RoundRules({ year }: { year: number }) {
  const { t } = useTranslation();
  const query = useRoundRules(year);
  return (
    <Section title={t('overview.rules')}>
      <QueryView query={query}>
        {(rules) => (
          <div className={styles.stack}>
            <Forms rules={rules} />
            <p>
              {t('overview.ruleBook')}
              {t('common.colon')}
              <RecordText text={rules.rule_book.name} /> <Digest text={rules.rule_book.digest} />
            </p>
            <Switches rules={rules} />
          </div>
        )}
      </QueryView>
    </Section>
  );
}

function Digest({ text }: { text: string }) {
  return (
    <span className={styles.digest} title={text}>
      {text.slice(0, 12)}
    </span>
  );
}

function Forms({ rules }: { rules: Rules }) {
  const { t } = useTranslation();
  const label = useLabel();
  const bilingual = useBilingual();
  return (
    <PlainTable
      label={t('overview.forms')}
      head={[
        { key: 'title', title: t('overview.form') },
        { key: 'award', title: t('overview.award') },
        { key: 'version', title: t('overview.version') },
        { key: 'digest', title: t('overview.textDigest') },
      ]}
      rows={rules.forms.map((form) => ({
        key: form.id,
        cells: [
          bilingual(form.title),
          label('categoryShort', form.category),
          form.id,
          <>
            <Digest text={form.digest} /> {form.is_earlier && <Tag tone="gold">{t('overview.earlierText')}</Tag>}
          </>,
        ],
      }))}
    />
  );
}

function Switches({ rules }: { rules: Rules }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const clause = useClause();
  if (rules.switches.length === 0) return <p>{t('overview.noSwitches')}</p>;
  return (
    <PlainTable
      label={t('overview.switches')}
      isWordy
      head={[
        { key: 'rule', title: t('overview.switches') },
        { key: 'state', title: t('overview.inThisRound') },
        { key: 'clause', title: t('overview.clause') },
      ]}
      rows={rules.switches.map((one) => ({
        key: one.code,
        cells: [
          <>
            {one.code.startsWith('F') && `${one.code} `}
            <RecordText text={bilingual(one.text)} />
          </>,
          <Tag key="state" tone={one.is_on ? 'green' : 'neutral'}>
            {one.is_on ? t('overview.on') : t('overview.off')}
          </Tag>,
          <RecordText key="clause" text={one.code === 'corrections' ? one.clause : clause(one.clause)} />,
        ],
      }))}
    />
  );
}
