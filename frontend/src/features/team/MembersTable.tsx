/** The members as a table; a role is a select where one may change it, else a word. */
import type { Corpus, Member, Role } from "@/api/types";
import { Button } from "@/ui/button";
import { figure, minuteOf, t } from "@/ui/i18n";
import { Disc } from "@/ui/person";
import { Table } from "@/ui/table";
import { wordOf } from "@/ui/words";
import { named } from "./named";
import { ProgressCell } from "./ProgressCell";
import { roleInWords, rolesUpTo } from "./roles";
import styles from "./team.module.css";

interface Props {
  members: readonly Member[];
  corpus: Corpus;
  me: number | null;
  onRole: (member: Member, role: Role) => void;
  onRemove: (member: Member) => void;
  onActivate: (member: Member, active: boolean) => void;
  onReset: (member: Member) => void;
}

/** Those of the three buttons: the same one before and after deactivating, so that it keeps the focus. */
const KEYS = ["reset", "activate", "remove"];

type RowProps = Omit<Props, "members"> & { member: Member };

function RoleCell({ member, corpus, onRole }: RowProps) {
  const giveable = rolesUpTo(corpus.role);
  const mayChange = corpus.actions.includes("manage_members") && giveable.includes(member.role);
  if (!mayChange) return <span>{wordOf(member.role)}</span>;
  const name = named(member);
  return (
    <select
      className={styles.role}
      aria-label={t("Role of {name}", { name })}
      value={member.role}
      disabled={!member.active}
      onChange={(event) => onRole(member, event.target.value as Role)}
    >
      {giveable.map((role) => (
        <option key={role} value={role}>
          {wordOf(role)}
        </option>
      ))}
    </select>
  );
}

/** What can be done for a member; nothing for those who rank above. */
function Actions({ member, corpus, me, onRemove, onActivate, onReset }: RowProps) {
  const name = named(member);
  if (member.user.id === me)
    return (
      <Button small kind="quiet" onClick={() => onRemove(member)}>
        {t("Leave")}
        <span className="vh"> {corpus.title}</span>
      </Button>
    );
  const manages = corpus.actions.includes("manage_members");
  if (!manages || !rolesUpTo(corpus.role).includes(member.role)) return null;
  const { active } = member;
  // The third is the other word of the same button: room is kept for it, so that nothing jumps.
  const does: [string, () => void, string?][] = [
    [t("Password link"), () => onReset(member)],
    [
      active ? t("Deactivate") : t("Activate"),
      () => onActivate(member, !active),
      active ? t("Activate") : t("Deactivate"),
    ],
    [t("Remove"), () => onRemove(member)],
  ];
  return (
    <span className={styles.actions}>
      {does.map(([label, act, other], index) => (
        <Button key={KEYS[index]} small kind="quiet" onClick={act}>
          <span className={styles.room} data-other={other}>
            <span>{label}</span>
          </span>
          <span className="vh"> {name}</span>
        </Button>
      ))}
    </span>
  );
}

function Row(props: RowProps) {
  const { member, me } = props;
  const name = named(member);
  const isMe = member.user.id === me;
  const longest = isMe ? undefined : `${name} ${member.user.username} · ${t("deactivated")}`;
  return (
    <tr className={member.active ? "" : styles.resting}>
      <td>
        <span className="row">
          <Disc name={name} here={isMe} />
          <span className={styles.room} data-other={longest}>
            <span>
              <b>{name}</b> <span className="muted">{member.user.username}</span>
              {isMe ? <span className="muted"> · {t("you")}</span> : null}
              {member.active ? null : <span className="muted"> · {t("deactivated")}</span>}
            </span>
          </span>
        </span>
      </td>
      <td>
        <RoleCell {...props} />
      </td>
      <td className={`soft ${styles.may}`}>{roleInWords(member.role)}</td>
      <td>
        <ProgressCell member={member} />
      </td>
      <td className={`num ${styles.count}`}>{figure(member.annotations)}</td>
      <td className={`soft ${styles.last}`}>
        {member.last_active ? minuteOf(member.last_active) : t("nothing yet")}
      </td>
      <td className="num">
        <Actions {...props} />
      </td>
    </tr>
  );
}

export function MembersTable({ members, ...rest }: Props) {
  return (
    <div className="panel">
      <Table caption={t("Members of this corpus")} className={styles.table ?? ""}>
        <thead>
          <tr>
            <th scope="col">{t("Member")}</th>
            <th scope="col">{t("Role")}</th>
            <th scope="col" className={styles.may}>
              {t("May")}
            </th>
            <th scope="col">{t("Progress")}</th>
            <th scope="col" className={`num ${styles.count}`}>
              {t("Annotations")}
            </th>
            <th scope="col" className={styles.last}>
              {t("Last change")}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <Row key={member.user.id} member={member} {...rest} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}
