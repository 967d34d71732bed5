package io.glooshot.doctor;

import java.util.List;

/** Something that can be looked at without the others. */
interface Check {

    /** One word or two, for the line that begins with it. */
    String name();

    /**
     * Looks. May block, and may fail as the client does: then it is told that it could not.
     *
     * @return at least one
     */
    List<Finding> look() throws InterruptedException;
}
