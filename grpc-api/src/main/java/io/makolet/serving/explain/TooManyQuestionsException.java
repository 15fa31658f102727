package io.makolet.serving.explain;

/** So many wait for an answer of the job that no other can. */
public final class TooManyQuestionsException extends RuntimeException {

    TooManyQuestionsException(int most) {
        super(most + " questions wait for the job already, expected fewer: ask again later", null, false, false);
    }
}
