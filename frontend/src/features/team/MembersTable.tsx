/** The members as a table; a role is a select where one may change it, else a word. */
import type { Corpus, Member, Role } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Disc } from "@/ui/person";
import { Table } from "@/ui/table";
import { roleInWords, rolesUpTo } from "./roles";
import styles from "./team.module.css";

interface Props {
  members: readonly Member[];
  corpus: Corpus;
  me: number | null;
  onRole: (member: Member, role: Role) => void;
  onRemove: (member: Member) => void;
}

type RowProps = Omit<Props, "members"> & { member: Member };

function RoleCell({ member, corpus, onRole }: RowProps) {
  const giveable = rolesUpTo(corpus.role);
  const mayChange = corpus.actions.includes("manage_members") && giveable.includes(member.role);
  if (!mayChange) return <span>{member.role}</span>;
  const name = member.user.name || member.user.username;
  return (
    <select
      className={styles.role}
      aria-label={t("Role of {name}", { name })}
      value={member.role}
      onChange={(event) => onRole(member, event.target.value as Role)}
    >
      {giveable.map((role) => (
        <option key={role} value={role}>
          {role}
        </option>
      ))}
    </select>
  );
}

function Row(props: RowProps) {
  const { member, corpus, me, onRemove } = props;
  const name = member.user.name || member.user.username;
  const isMe = member.user.id === me;
  const manages = corpus.actions.includes("manage_members");
  const mayRemove = isMe || (manages && rolesUpTo(corpus.role).includes(member.role));
  return (
    <tr>
      <td>
        <span className="row">
          <Disc name={name} here={isMe} />
          <span>
            <b>{name}</b> <span className="muted">{member.user.username}</span>
            {isMe ? <span className="muted"> · {t("you")}</span> : null}
          </span>
        </span>
      </td>
      <td>
        <RoleCell {...props} />
      </td>
      <td className={`soft ${styles.may}`}>{roleInWords(member.role)}</td>
      <td className="num">
        {mayRemove ? (
          <Button small kind="quiet" onClick={() => onRemove(member)}>
            {isMe ? t("Leave") : t("Remove")}
            <span className="vh"> {isMe ? corpus.title : name}</span>
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

export function MembersTable({ members, ...rest }: Props) {
  return (
    <div className="panel">
      <Table caption={t("Members of this corpus")}>
        <thead>
          <tr>
            <th scope="col">{t("Member")}</th>
            <th scope="col">{t("Role")}</th>
            <th scope="col" className={styles.may}>
              {t("May")}
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
