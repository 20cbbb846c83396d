import { ROLES, type RoleName } from "../model/roles";
import "./role-sign.css";

/** A sample of how bytes of a role look: fill, hook, line. Decoration beside a word. */
export const RoleSign = ({ role }: { readonly role: RoleName }) => (
	<span className={`hex-role hex-role-${role} hex-line-${ROLES[role].line}`} aria-hidden />
);
