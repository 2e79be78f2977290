// How is a taskbook written, or changed before it is signed anew?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { newKey } from '../../../api/intent';
import { ProblemError, presentOf } from '../../../api/problems';
import type { TaskbookDetail, TaskbookDraft } from '../../../api/types';
import { useLabel } from '../../../shared/i18n';
import { Alert, Button, ButtonLink, Field, Input, Page, QueryView, Section, SelectField, TextArea, useProblemText } from '../../../shared/ui';
import { isCast } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/supervision.module.css';
import { type ContentText, FUND_KINDS, type LineFault, readContent, writeContent } from '../draft_text';
import { useChangeTaskbook, useCreateTaskbook, useTaskbook } from '../queries';

const EMPTY: TaskbookDraft = {
  number: '',
  kind: 'nomination',
  society_id: '',
  title: '',
  round: new Date().getFullYear() + 1,
  department: '',
  department_account: null,
  cast_unit: '',
  leader_name: '',
  leader_post: 'secretary_general',
  starts_on: '',
  ends_on: '',
  content: { goals: [], tasks: [], quality: [], indicators: [], funds: [], clauses: [] },
};

const KINDS = ['nomination', 'evaluation', 'qualification', 'standards'];
const POSTS = ['president', 'executive_vice_president', 'vice_president', 'secretary_general'];
const TEXTS = ['number', 'society_id', 'title', 'department', 'department_account', 'cast_unit', 'leader_name'] as const;
const BOXES = ['goals', 'tasks', 'indicators', 'quality', 'funds', 'clauses'] as const;

/** The page that makes a taskbook. */
export function NewTaskbookPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateTaskbook();
  const key = useRef(newKey());
  return (
    <Page crumbs={[{ label: t('supervision.taskbooks'), to: '/supervision/taskbooks' }]} title={t('supervision.newTaskbook')} tabTitle={t('supervision.newTaskbook')}>
      <Form
        draft={EMPTY}
        back="/supervision/taskbooks"
        isPending={create.isPending}
        error={create.error}
        onEdit={() => {
          key.current = newKey();
        }}
        onSend={(body) => create.mutate({ key: key.current, body }, { onSuccess: (made) => void navigate(`/supervision/taskbooks/${made.id}`) })}
      />
    </Page>
  );
}

/** The page that changes a taskbook. */
export function EditTaskbookPage() {
  const { t } = useTranslation();
  const query = useTaskbook(useParams().id ?? '');
  return (
    <Page crumbs={[{ label: t('supervision.taskbooks'), to: '/supervision/taskbooks' }]} title={t('supervision.editTaskbook')} tabTitle={t('supervision.editTaskbook')}>
      <QueryView query={query} rows={12} isFramed>
        {(taskbook) => <Edit key={taskbook.id} taskbook={taskbook} />}
      </QueryView>
    </Page>
  );
}

function Edit({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const change = useChangeTaskbook(taskbook.id);
  // The version that the writer saw when he began; what others change meanwhile is not overwritten unseen.
  const [seen, setSeen] = useState(taskbook.version);
  const address = `/supervision/taskbooks/${taskbook.id}`;
  const present = presentOf(change.error);
  return (
    <>
      {taskbook.signatures.some((one) => !one.voided_at) && <Alert type="warning" showIcon title={t('supervision.voidWarning')} />}
      {present && (
        <Alert
          type="warning"
          showIcon
          title={t('supervision.staleText')}
          action={<Button onClick={() => setSeen(present.version)}>{t('supervision.keepMine')}</Button>}
        />
      )}
      <Form draft={taskbook.draft} back={address} isPending={change.isPending} error={present ? null : change.error} onSend={(body) => change.mutate({ version: seen, body }, { onSuccess: () => void navigate(address) })} />
    </>
  );
}

function Form(props: { draft: TaskbookDraft; back: string; isPending: boolean; error: unknown; onEdit?: () => void; onSend: (draft: TaskbookDraft) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const textOf = useProblemText();
  const account = useAccount();
  const [draft, setDraft] = useState(props.draft);
  const [round, setRound] = useState(String(props.draft.round));
  // The words of the moment the form opened: what stands in the boxes is still read after the language was switched.
  const [kinds] = useState(() => Object.fromEntries(FUND_KINDS.map((kind) => [kind, label('fundKind', kind)])) as Record<(typeof FUND_KINDS)[number], string>);
  const [text, setText] = useState<ContentText>(() => writeContent(props.draft.content, (kind) => kinds[kind]));
  const [fault, setFault] = useState<LineFault | undefined>(undefined);
  const [isTried, setTried] = useState(false);
  const faults = props.error instanceof ProblemError ? props.error.fields : [];
  const told = (pointer: string) => faults.filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`)).map((one) => one.message).join('；') || undefined;
  const isMissing = (name: 'starts_on' | 'ends_on') => isTried && draft[name] === '';
  const edit = (part: Partial<TaskbookDraft>) => {
    props.onEdit?.();
    setDraft({ ...draft, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const read = readContent(text, (kind) => kinds[kind]);
    setFault('fault' in read ? read.fault : undefined);
    if ('fault' in read || draft.starts_on === '' || draft.ends_on === '' || !/^\d{4}$/.test(round.trim()) || props.isPending) return;
    props.onSend({ ...draft, department_account: draft.department_account || null, round: Number(round), content: read.content });
  };
  // Whose taskbook it is and who signs for the department is CAST's to say.
  const isFixed = (name: string) => !isCast(account) && (name === 'society_id' || name === 'department_account');
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <Section title={t('supervision.overview')}>
        <div className={styles.wideFields}>
          {TEXTS.map((name) => (
            <Field key={name} label={t(`supervision.fields.${name}`)} error={told(`/${name}`)}>
              {(wiring) => <Input {...wiring} name={name} disabled={isFixed(name)} value={draft[name] ?? ''} onChange={(event) => edit({ [name]: event.target.value })} />}
            </Field>
          ))}
          <SelectField label={t('supervision.columns.kind')} value={draft.kind} options={KINDS.map((value) => ({ value, label: label('taskbookKind', value) }))} onChange={(kind) => edit({ kind })} />
          <SelectField label={t('supervision.fields.leader_post')} value={draft.leader_post} options={POSTS.map((value) => ({ value, label: label('societyPost', value) }))} onChange={(leader_post) => edit({ leader_post })} />
          <Field label={t('supervision.round')} error={isTried && !/^\d{4}$/.test(round.trim()) ? t('supervision.wholeNumber') : told('/round')}>
            {(wiring) => <Input {...wiring} name="round" inputMode="numeric" value={round} onChange={(event) => setRound(event.target.value)} />}
          </Field>
          {(['starts_on', 'ends_on'] as const).map((name) => (
            <Field key={name} label={t(`supervision.fields.${name}`)} error={isMissing(name) ? t('supervision.needed') : told(`/${name}`)}>
              {(wiring) => <Input {...wiring} type="date" name={name} value={draft[name]} onChange={(event) => edit({ [name]: event.target.value })} />}
            </Field>
          ))}
        </div>
      </Section>
      <Section title={t('supervision.content')} hint={t('supervision.contentHint')}>
        <div className={styles.stack}>
          {BOXES.map((box) => (
            <TextArea
              key={box}
              label={t(`supervision.boxes.${box}`)}
              hint={t(`supervision.boxHints.${box}`, { kinds: Object.values(kinds).join(t('common.separator')) })}
              name={box}
              rows={box === 'tasks' || box === 'indicators' ? 6 : 3}
              value={text[box]}
              error={fault?.box === box ? t('supervision.lineFault', { line: fault.line }) : told(`/content/${box}`)}
              onChange={(value) => {
                props.onEdit?.();
                setText({ ...text, [box]: value });
              }}
            />
          ))}
        </div>
      </Section>
      {props.error !== null && props.error !== undefined && <Alert type="error" showIcon title={textOf(props.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={props.isPending}>
          {t('supervision.save')}
        </Button>
        <ButtonLink to={props.back}>{t('supervision.cancel')}</ButtonLink>
      </div>
    </form>
  );
}
