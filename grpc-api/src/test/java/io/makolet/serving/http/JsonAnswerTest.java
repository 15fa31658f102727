package io.makolet.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import com.google.rpc.Status;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import io.makolet.serving.api.Reason;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonAnswerTest {

    @ParameterizedTest
    @EnumSource
    void tellsEveryReason(Reason reason) {
        AggregatedHttpResponse answer = JsonAnswer.of(reason.error("why", Map.of("a", "b")));
        assertThat(answer.status().code()).isEqualTo(reason.http());
        assertThat(answer.contentUtf8())
                .contains("\"message\":\"why\"")
                .contains("\"reason\":\"" + reason.name() + "\",\"domain\":\"makolet.io\",\"metadata\":{\"a\":\"b\"}");
        assertThat(answer.headers().contains("retry-after")).isEqualTo(reason.http() == 429 || reason.http() == 503);
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"OK", "UNRECOGNIZED"},
            mode = EnumSource.Mode.EXCLUDE)
    void givesAReasonToWhatALibraryTells(Code code) {
        Status status =
                Status.newBuilder().setCode(code.getNumber()).setMessage("why").build();
        assertThat(JsonAnswer.of(status).contentUtf8()).contains("\"domain\":\"makolet.io\"");
    }
}
