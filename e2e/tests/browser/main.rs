//! What a person sees and does: a headless Chromium at the gateway, with the console and a simulated Kubeflow behind it.

mod bulk;
mod compare;
mod connection;
mod figures;
mod frame;
mod gallery;
mod harness;
mod keyboard;
mod lists;
mod live;
mod new_recurring_run;
mod new_run;
mod outages;
mod overview;
mod palette;
mod parts;
mod pipeline_version;
mod pipelines;
mod preferences;
mod recurring_runs;
mod refusals;
mod runs;
mod schedules;
mod session_end;
mod sign_in;
