// What can be tried out? The policy, the total, and its main numbers; each change shows at once.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Disclosure, RangeField, Section, useIsPhone } from '../../../shared/ui';
import type { PolicyFault } from '../fault';
import { countedRounds, fieldGroups, rebalanced, weights } from '../policy_form';
import { changedNumbers, withNumber, withNumbers } from '../policy_text';
import { askedRounds, type Simulation } from '../simulation';
import { MAIN_PARTS, PolicyFields } from './PolicyFields';
import styles from './quotas.module.css';

const WEIGHT = /^indicators\..+\.points$/;

/** The sliders. A weight draws the other weights with it, so that they always sum to 100. */
export function SimulatorControls(props: { base: string; text: string; simulation: Simulation; total: number; previousTotal: number; fault: PolicyFault | undefined; onChange: (part: Partial<Simulation>) => void }) {
  const { t } = useTranslation();
  const { base, text, simulation } = props;
  const isPhone = useIsPhone();
  const changed = Object.keys(simulation.changes).length;
  const groups = useMemo(() => fieldGroups(text), [text]);
  const now = useMemo(() => weights(groups), [groups]);
  const counted = countedRounds(groups);
  const change = (name: string, value: number) => {
    const next = WEIGHT.test(name) ? withNumbers(text, rebalanced(now, name, value)) : withNumber(text, name, value);
    props.onChange({ changes: changedNumbers(base, next) });
  };
  const fields = (
    <PolicyFields text={text} base={base} parts={MAIN_PARTS} isShort fault={props.fault?.name === undefined ? undefined : { name: props.fault.name, message: props.fault.message }} onChange={change} />
  );
  return (
    <Section title={t('simulator.controls')} hint={changed > 0 ? t('simulator.changed', { count: changed, value: changed }) : undefined}>
      <div className={styles.stack}>
        <RangeField
          label={t('simulator.total')}
          name="total"
          value={props.total}
          base={props.previousTotal}
          min={Math.max(0, Math.floor(props.previousTotal / 2))}
          max={Math.max(10, props.previousTotal * 2)}
          unit={t('policy.units.places')}
          onChange={(total) => props.onChange({ total })}
        />
        {counted > 1 && (
          <RangeField
            label={t('simulator.rounds')}
            name="rounds"
            value={Math.min(simulation.rounds ?? counted, counted)}
            base={counted}
            min={1}
            max={counted}
            unit={t('policy.units.rounds')}
            hint={t('simulator.roundsHint')}
            onChange={(rounds) => props.onChange({ rounds: askedRounds(rounds, counted) })}
          />
        )}
        {changed > 0 && (
          <div>
            <Button size="small" onClick={() => props.onChange({ changes: {} })}>
              {t('simulator.reset')}
            </Button>
          </div>
        )}
        {isPhone ? <Disclosure label={t('simulator.showControls')}>{fields}</Disclosure> : fields}
      </div>
    </Section>
  );
}
