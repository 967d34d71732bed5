package io.glooshot.mesh.contract;

/** Tests that are given a trial each. */
interface OnTrial {
    Trial trial();
}
