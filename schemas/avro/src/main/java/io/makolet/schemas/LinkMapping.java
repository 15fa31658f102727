package io.makolet.schemas;

import io.makolet.avro.Command;
import io.makolet.domain.identity.Ids;
import io.makolet.domain.identity.Link;
import java.time.Instant;

/** Commands that say that two ids are one person's, or are not. */
public final class LinkMapping {

    /** Type of the command that says that they are. */
    public static final String LINK = "link";

    /** Type of the command that says that they are not. */
    public static final String UNLINK = "unlink";

    private LinkMapping() {}

    /**
     * The statement of a command.
     *
     * @param key of the record: one of the ids, as a key
     * @throws PoisonException if it does not say which two ids
     */
    public static Link toDomain(String key, Command command) throws PoisonException {
        String other = command.getOtherCustomerId();
        if (other == null || !Ids.isKey(other) || other.equals(key)) {
            throw PoisonException.invalid("command '" + command.getType() + "' of '" + key + "' with other id '" + other
                    + "', expected another id");
        }
        return Link.stated(
                Ids.ofKey(key),
                Ids.ofKey(other),
                command.getType().equals(LINK),
                command.getIssuedAt().toEpochMilli(),
                command.getCommandId());
    }

    /**
     * The command that states it.
     *
     * @param other the other id, as a key
     * @param id unique id of the command
     */
    public static Command command(String other, boolean linked, Instant at, String id, String issuer) {
        return Command.newBuilder()
                .setIssuedAt(at)
                .setCommandId(id)
                .setType(linked ? LINK : UNLINK)
                .setOtherCustomerId(other)
                .setIssuer(issuer)
                .build();
    }
}
