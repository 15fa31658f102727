package io.makolet.schemas;

import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.DefinitionKind;
import io.makolet.avro.ProfileBody;
import io.makolet.avro.ProfileFieldDeclaration;
import io.makolet.avro.SegmentBody;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.definition.ProfileDeclaration;
import io.makolet.domain.profile.ProfileFieldType;
import io.makolet.domain.segment.SegmentDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Definitions between the wire and the domain; there and back again is the same. */
public final class DefinitionMapping {

    private DefinitionMapping() {}

    /**
     * The definition in a record.
     *
     * @throws PoisonException if it says something that this version doesn't know, or what it needs is missing
     */
    public static Definition toDomain(io.makolet.avro.Definition value) throws PoisonException {
        String where = value.getKind() + " '" + value.getId() + "'";
        try {
            return new Definition(
                    value.getId(),
                    value.getVersion(),
                    value.getIndex(),
                    status(value.getStatus()),
                    value.getOwner(),
                    value.getTitle(),
                    value.getPublishedAt().toEpochMilli(),
                    value.getSource(),
                    body(value));
        } catch (PoisonException e) {
            throw new PoisonException(e.reason(), where + ": " + e.getMessage(), null);
        } catch (IllegalArgumentException e) {
            throw invalid(where + ": " + e.getMessage());
        }
    }

    /** The record of a definition; its key is {@link Definition#key()}. */
    public static io.makolet.avro.Definition toAvro(Definition definition) {
        var value = io.makolet.avro.Definition.newBuilder()
                .setId(definition.id())
                .setKind(DefinitionKind.UNKNOWN)
                .setVersion(definition.version())
                .setIndex(definition.index())
                .setStatus(definition.status().name().toLowerCase(Locale.ROOT))
                .setOwner(definition.owner())
                .setTitle(definition.title())
                .setPublishedAt(Instant.ofEpochMilli(definition.publishedAt()))
                .setSource(definition.source());
        if (definition.body() instanceof Definition.SegmentBody body) {
            value.setKind(DefinitionKind.SEGMENT).setSegment(segment(body.segment()));
        } else if (definition.body() instanceof Definition.OfferBody body) {
            value.setKind(DefinitionKind.OFFER).setOffer(OfferMapping.toAvro(body.offer()));
        } else if (definition.body() instanceof Definition.ProfileBody body) {
            value.setKind(DefinitionKind.PROFILE).setProfile(profile(body.profile()));
        }
        return value.build();
    }

    /**
     * The record of a definition with the versions before it, oldest first; see {@link #earlier}.
     */
    public static io.makolet.avro.Definition toAvro(Definition definition, List<Definition> earlier) {
        io.makolet.avro.Definition value = toAvro(definition);
        value.setEarlier(earlier.stream().map(DefinitionMapping::toAvro).toList());
        return value;
    }

    /**
     * The versions before that of a record, oldest first, as far as they are kept.
     *
     * @throws PoisonException as {@link #toDomain} does
     */
    public static List<Definition> earlier(io.makolet.avro.Definition value) throws PoisonException {
        List<Definition> earlier = new ArrayList<>();
        for (io.makolet.avro.Definition one : value.getEarlier()) {
            earlier.add(toDomain(one));
        }
        return earlier;
    }

    /** A member that must be set where it is asked for. */
    static <T> T required(@Nullable T member, String name) throws PoisonException {
        if (member == null) {
            throw invalid("nothing in '" + name + "', expected a value");
        }
        return member;
    }

    private static Definition.Body body(io.makolet.avro.Definition value) throws PoisonException {
        return switch (value.getKind()) {
            case SEGMENT -> {
                SegmentBody body = required(value.getSegment(), "segment");
                yield new Definition.SegmentBody(StayMapping.toDomain(body.getPurpose(), body.getWhen()));
            }
            case OFFER -> new Definition.OfferBody(OfferMapping.toDomain(required(value.getOffer(), "offer")));
            case PROFILE -> new Definition.ProfileBody(profile(required(value.getProfile(), "profile")));
            case UNKNOWN -> throw unsupported("kind unknown here, expected SEGMENT, OFFER or PROFILE");
        };
    }

    private static SegmentBody segment(SegmentDefinition segment) {
        return SegmentBody.newBuilder()
                .setPurpose(segment.purpose())
                .setWhen(StayMapping.toAvro(segment))
                .build();
    }

    private static ProfileDeclaration profile(ProfileBody body) throws PoisonException {
        List<ProfileDeclaration.Field> fields = new ArrayList<>(body.getFields().size());
        for (ProfileFieldDeclaration field : body.getFields()) {
            fields.add(new ProfileDeclaration.Field(
                    field.getName(),
                    type(field),
                    List.copyOf(field.getValues()),
                    field.getPersonal(),
                    field.getDescription()));
        }
        return new ProfileDeclaration(fields);
    }

    private static ProfileBody profile(ProfileDeclaration profile) {
        return new ProfileBody(profile.fields().stream()
                .map(field -> ProfileFieldDeclaration.newBuilder()
                        .setName(field.name())
                        .setType(type(field.type()))
                        .setValues(field.values())
                        .setPersonal(field.personal())
                        .setDescription(field.description())
                        .build())
                .toList());
    }

    private static ProfileFieldType type(ProfileFieldDeclaration field) throws PoisonException {
        return switch (field.getType()) {
            case BOOL -> ProfileFieldType.BOOL;
            case CHOICE -> ProfileFieldType.CHOICE;
            case MULTI_CHOICE -> ProfileFieldType.MULTI_CHOICE;
            case TEXT -> ProfileFieldType.TEXT;
            case NUMBER -> ProfileFieldType.NUMBER;
            case DATE -> ProfileFieldType.DATE;
            case RATING -> ProfileFieldType.RATING;
            case PLACE -> ProfileFieldType.PLACE;
            case UNKNOWN ->
                throw unsupported("field '" + field.getName() + "' of a type unknown here, expected BOOL to PLACE");
        };
    }

    private static io.makolet.avro.ProfileFieldType type(ProfileFieldType type) {
        return switch (type) {
            case BOOL -> io.makolet.avro.ProfileFieldType.BOOL;
            case CHOICE -> io.makolet.avro.ProfileFieldType.CHOICE;
            case MULTI_CHOICE -> io.makolet.avro.ProfileFieldType.MULTI_CHOICE;
            case TEXT -> io.makolet.avro.ProfileFieldType.TEXT;
            case NUMBER -> io.makolet.avro.ProfileFieldType.NUMBER;
            case DATE -> io.makolet.avro.ProfileFieldType.DATE;
            case RATING -> io.makolet.avro.ProfileFieldType.RATING;
            case PLACE -> io.makolet.avro.ProfileFieldType.PLACE;
        };
    }

    private static Status status(String status) throws PoisonException {
        return switch (status) {
            case "warming" -> Status.WARMING;
            case "live" -> Status.LIVE;
            case "retired" -> Status.RETIRED;
            default -> throw unsupported("status '" + status + "', expected warming, live or retired");
        };
    }
}
