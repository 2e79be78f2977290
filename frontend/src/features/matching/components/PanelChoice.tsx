// Does a nomination get anybody, or the experts of its panel alone? Asked where the round is divided into panels.
import { useTranslation } from 'react-i18next';
import { OptionGroup } from '../../../shared/ui';
import { useIsDivided } from '../panels';

/** The choice between all experts and those of the panels; nothing where no panels stand. */
export function PanelChoice({ year, isWithin, hint, onChange }: { year: number; isWithin: boolean; hint: string; onChange: (isWithin: boolean) => void }) {
  const { t } = useTranslation();
  const isDivided = useIsDivided(year);
  if (!isDivided) return null;
  const options = (['all', 'within'] as const).map((value) => ({ value, label: t(`matching.panelChoices.${value}`) }));
  return <OptionGroup label={t('matching.panels')} hint={hint} options={options} chosen={[isWithin ? 'within' : 'all']} onChange={([chosen]) => onChange(chosen === 'within')} />;
}
