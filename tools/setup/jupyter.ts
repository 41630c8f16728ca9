import path from 'node:path';
import { jsonText, writeIfDifferent } from './files';
import type { Places } from './paths';

/**
 * The variables that keep Jupyter inside the project: nothing is written to the home folder, and the learner's own
 * settings and kernels do not get in the way. An empty value counts as unset, for Jupyter and for Python.
 */
export function jupyterVariables(places: Places): Record<string, string> {
  const own = (...names: string[]) => path.join(places.course, 'jupyter', ...names);
  return {
    JUPYTER_CONFIG_DIR: own('config'),
    JUPYTER_DATA_DIR: own('data'),
    JUPYTER_RUNTIME_DIR: own('runtime'),
    JUPYTERLAB_SETTINGS_DIR: own('lab', 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: own('lab', 'workspaces'),
    IPYTHONDIR: own('ipython'),
    JUPYTER_PREFER_ENV_PATH: '1',
    JUPYTER_PLATFORM_DIRS: '1',
    JUPYTER_PATH: '',
    JUPYTER_CONFIG_PATH: '',
    PYTHONHOME: '',
    PYTHONPATH: '',
    PYTHONNOUSERSITE: '1',
    // `python -m` would otherwise look for modules in the working directory first.
    PYTHONSAFEPATH: '1',
  };
}

const serverConfig = {
  // No news, no look for updates, no list of extensions: JupyterLab stays off the network and asks nothing.
  LabApp: {
    news_url: null,
    check_for_updates_class: 'jupyterlab.handlers.announcements.NeverCheckForUpdate',
    extension_manager: 'readonly',
  },
  // The search for language servers runs npm and finds nothing that the course uses.
  LanguageServerManager: { autodetect: false },
  // There is no Python kernel, and a new notebook is one of the course.
  KernelSpecManager: { ensure_native_kernel: false },
  MultiKernelManager: { default_kernel_name: 'tslab' },
};

const settings = {
  '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
};

const pageConfig = { disabledExtensions: { '@jupyterlab/apputils-extension:announcements': true } };

/** Writes JupyterLab's configuration into the virtual environment. */
export async function writeJupyterConfig(places: Places): Promise<void> {
  const etc = path.join(places.venv, 'etc', 'jupyter');
  const share = path.join(places.venv, 'share', 'jupyter', 'lab', 'settings');
  await writeIfDifferent(path.join(etc, 'jupyter_server_config.json'), jsonText(serverConfig));
  await writeIfDifferent(path.join(etc, 'labconfig', 'page_config.json'), jsonText(pageConfig));
  await writeIfDifferent(path.join(share, 'overrides.json'), jsonText(settings));
}
