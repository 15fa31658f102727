package io.makolet.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.strimzi.api.kafka.model.topic.KafkaTopicSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The typed models of the objects we use, read strictly: an unknown field, and a number where a text must stand or a text
 * where a number must, are errors, as they are for an API server with strict validation.
 */
final class StrictModels {
    private static final Map<String, Class<?>> WHOLE = Map.ofEntries(
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
            Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

    /** Custom resources of which only the spec is modelled here; FlinkDeployment's is checked against its schema. */
    private static final Map<String, Class<?>> SPEC_ONLY = Map.of(
            "kafka.strimzi.io/v1/KafkaTopic", KafkaTopicSpec.class,
            "flink.apache.org/v1beta1/FlinkDeployment", Object.class);

    private static final ObjectMapper STRICT = strict();

    private StrictModels() {}

    /** What is wrong with an object; empty if nothing is. */
    static Optional<String> problem(JsonNode object) {
        String type =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        try {
            if (WHOLE.containsKey(type)) {
                STRICT.treeToValue(object, WHOLE.get(type));
            } else if (SPEC_ONLY.containsKey(type)) {
                STRICT.treeToValue(object.path("metadata"), ObjectMeta.class);
                STRICT.treeToValue(object.path("spec"), SPEC_ONLY.get(type));
                ObjectNode rest = object.deepCopy();
                rest.remove(List.of("apiVersion", "kind", "metadata", "spec"));
                return rest.isEmpty() ? Optional.empty() : Optional.of("unknown fields " + rest);
            } else {
                return Optional.of("no model of " + type + ", expected one of " + WHOLE.keySet() + SPEC_ONLY.keySet());
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(e.toString());
        }
    }

    private static ObjectMapper strict() {
        return JsonMapper.builder()
                .annotationIntrospector(new NoAnySetter())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    /** The models keep unknown fields aside, to be tolerant; here nothing is kept aside. */
    private static final class NoAnySetter extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
